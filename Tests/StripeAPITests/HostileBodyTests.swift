import Reconciliation
import Testing

@testable import StripeAPI

/// What must never become a record: nothing is guessed, and the object and the field are named.
@Suite struct HostileBodyTests {
    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let object: String
        let id: String?
        let field: String?
        let reason: String

        init(_ name: String, _ object: String, id: String? = "re_1", field: String? = nil, _ reason: String) {
            testDescription = name
            self.object = object
            self.id = id
            self.field = field
            self.reason = reason
        }
    }

    static let refusals = [
        Refusal("amount as text", refund(amount: #""500""#), field: "amount", "a field is no number"),
        Refusal("amount as boolean", refund(amount: "true"), field: "amount", "a field is no number"),
        Refusal("amount as object", refund(amount: "{}"), field: "amount", "a field is no number"),
        Refusal("half a cent", refund(amount: "500.5"), field: "amount", "a number is not whole"),
        Refusal("a whole fraction", refund(amount: "500.0"), field: "amount", "a number is not whole"),
        Refusal("an exponent", refund(amount: "5e2"), field: "amount", "a number is not whole"),
        Refusal("one more than Int64", refund(amount: "9223372036854775808"), field: "amount", "a number is too large"),
        Refusal(
            "one less than Int64",
            refund(amount: "-9223372036854775809"),
            field: "amount",
            "a number is too large"
        ),
        Refusal(
            "required and null",
            refund(amount: "null"),
            field: "amount",
            "a field that must be there is absent or null"
        ),
        Refusal(
            "required and absent",
            #"{"id":"re_1","object":"refund","created":1700000000,"amount":5}"#,
            field: "currency",
            "a field that must be there is absent or null"
        ),
        Refusal(
            "without an id",
            refund(id: "null"),
            id: nil,
            field: "id",
            "a field that must be there is absent or null"
        ),
        Refusal("an id that is a number", refund(id: "7"), id: nil, field: "id", "a field is no text"),
        Refusal("before 1970", refund(created: "-1"), field: "created", "an instant lies outside 1970 to 9999"),
        Refusal(
            "after 9999",
            refund(created: "253402300800"),
            field: "created",
            "an instant lies outside 1970 to 9999"
        ),
        Refusal("status as a number", refund(#","status":1"#), field: "status", "a field is no text"),
        Refusal(
            "charge as a list",
            refund(#","charge":[]"#),
            field: "charge",
            "a field is neither an id nor an object"
        ),
        Refusal("charge without id", refund(#","charge":{}"#), field: "charge", "an expanded object has no id"),
        Refusal("amount twice", refund(#","amount":1"#), field: "amount", "a field is there twice"),
        Refusal(
            "amount twice, once disguised",
            refund(#","\u0061mount":1"#),
            field: "amount",
            "a field is there twice"
        ),
        Refusal("another kind", #"{"id":"ch_1","object":"charge"}"#, id: "ch_1", "the object is of another kind"),
        Refusal("no kind", #"{"id":"re_1"}"#, "the object is of another kind"),
        Refusal(
            "too deep",
            refund(#","metadata":\#(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))"#),
            "the answer is nested too deep"
        ),
    ]

    @Test(arguments: refusals) func anObjectThatIsNotAsDocumentedIsNamed(refusal: Refusal) {
        let failure = DecodingFailure(
            isMalformed: false,
            id: refusal.id,
            field: refusal.field,
            reason: refusal.reason
        )

        #expect(throws: failure) { try decoded(.refund, refund(id: #""re_0""#), refusal.object) }
    }

    @Test(arguments: [
        "", " ", "null", "[]", "7", "\"text\"", "{", "}", "{}", "<!DOCTYPE html><html><body>502</body></html>",
        #"{"object":"list","data":[]}"#, #"{"object":"list","has_more":false}"#,
        #"{"object":"list","has_more":1,"data":[]}"#, #"{"object":"list","has_more":false,"data":{}}"#,
        #"{"object":"list","has_more":false,"data":[null]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_1""#,
        #"{"object":"list","has_more":false,"data":[]}}"#, #"{"object":"list","has_more":false,"data":[]}{}"#,
        #"{"object":"list","has_more":false,"data":[],"data":[]}"#, #"{"object":"list","has_more":false,"data":[],}"#,
        #"{"object" "list","has_more":false,"data":[]}"#, #"{"object":"list","x":[},"has_more":false,"data":[]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_1","object":"refund","amount":01}]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_1","object":"refund","amount":NaN}]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_1","object":"refund","amount":1.}]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_\x31"}]}"#,
        #"{"object":"list","has_more":false,"data":[{"id":"re_\u12"}]}"#,
        "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"re\n1\"}]}",
    ])
    func aBodyThatIsNoListIsMalformed(body: String) {
        let failure = #expect(throws: DecodingFailure.self) {
            try RecordDecoder(.refund).page(Array(body.utf8), as: .page(after: nil), requestID: nil)
        }

        #expect(failure?.isMalformed == (body != "{}"))
    }

    @Test func bytesThatAreNoUTF8AreMalformed() {
        let body = Array(#"{"object":"list","has_more":false,"data":[],"x":""#.utf8) + [0xFF] + Array(#""}"#.utf8)

        let failure = #expect(throws: DecodingFailure.self) {
            try RecordDecoder(.refund).page(body, as: .page(after: nil), requestID: nil)
        }

        #expect(failure?.isMalformed == true)
    }

    @Test func aPageThatIsCutAnywhereIsMalformed() throws {
        let objects = (1...20).map {
            refund(#","metadata":{"a":[1,{"b":"}]"}]},"status":"succeeded""#, id: #""re_\#($0)""#)
        }
        let body = Array((#"{"object":"list","has_more":false,"data":["# + objects.joined(separator: ",") + "]}").utf8)
        let decoder = RecordDecoder(.refund)

        for length in body.indices {
            let failure = #expect(throws: DecodingFailure.self, "cut at \(length)") {
                try decoder.page(Array(body[..<length]), as: .page(after: nil), requestID: nil)
            }
            #expect(failure?.isMalformed == true, "cut at \(length)")
        }
        #expect(try decoder.page(body, as: .page(after: nil), requestID: nil).count == 20)
    }

    @Test(arguments: ["[", "{\"a\":"])
    func aHundredThousandLevelsAreRefusedWithoutHarm(level: String) {
        let body = #"{"object":"list","has_more":false,"data":[],"x":"# + String(repeating: level, count: 100_000) + "}"

        #expect(throws: DecodingFailure.self) {
            try RecordDecoder(.refund).page(Array(body.utf8), as: .page(after: nil), requestID: nil)
        }
    }

    @Test(arguments: [
        #"[1]"#, #""text""#, "7", "true",
    ])
    func metadataThatIsNoObjectIsRefused(metadata: String) {
        let failure = DecodingFailure(isMalformed: false, id: "pi_1", field: "metadata", reason: "a field is no object")
        #expect(throws: failure) { try decoded(.paymentIntent, paymentIntent(metadata: metadata)) }
    }

    @Test(arguments: [
        #"{"a":tru}"#, #"{"a":1,}"#, #"{"a" 1}"#, #"{"a":[1 2]}"#, #"{a:1}"#, #"{"a":"\q"}"#, #"{"a":}"#,
        #"{"a":[1,]}"#,
    ])
    func metadataThatIsNoJSONIsMalformed(metadata: String) {
        let failure = #expect(throws: DecodingFailure.self) {
            try decoded(.paymentIntent, paymentIntent(metadata: metadata))
        }
        #expect(failure?.isMalformed == true)
    }

    @Test func numbersThatNoDatabaseCanHoldAreRefused() {
        let failure = DecodingFailure(
            isMalformed: false,
            id: "pi_1",
            field: "metadata",
            reason: "a number cannot be stored"
        )
        #expect(throws: failure) { try decoded(.paymentIntent, paymentIntent(metadata: #"{"a":1e999999}"#)) }
    }

    private func paymentIntent(metadata: String) -> String {
        #"{"id":"pi_1","object":"payment_intent","amount":1,"created":1,"currency":"usd","livemode":false,"#
            + #""status":"succeeded","metadata":\#(metadata)}"#
    }
}
