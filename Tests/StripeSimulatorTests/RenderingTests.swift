import Foundation
import Testing

@testable import StripeSimulator

/// Every rendered object is JSON with the published keys of its kind; differences are named here with their reason.
@Suite struct RenderingTests {
    struct Kind: Sendable, CustomTestStringConvertible {
        var object: any StripeObject
        var alsoBeforeBasil: Set<String> = []
        var notBeforeBasil: Set<String> = []
        var also: Set<String> = []
        var notAnyMore: Set<String> = []

        var testDescription: String { type(of: object).kind.rawValue }
    }

    static let kinds = [
        // Refunds of a charge are there only when expanded, since 2022-11-15.
        Kind(
            object: Charge("ch_A", amount: 2000, at: 1_764_000_000),
            alsoBeforeBasil: ["invoice"],
            notAnyMore: ["refunds"]
        ),
        Kind(object: CheckoutSession("cs_test_A", amount: 2000, at: 1_764_000_000)),
        Kind(object: Customer("cus_A", email: "a@example.com", at: 1_764_000_000)),
        Kind(object: Dispute("dp_A", of: "ch_A", paymentIntent: "pi_A", amount: 2000, at: 1_764_000_000)),
        Kind(
            object: Event(
                "evt_A",
                "charge.succeeded",
                at: 1_764_000_000,
                about: .charge(Charge("ch_A", amount: 2000, at: 1_764_000_000))
            )
        ),
        // The published invoice still has `subscription`, which basil moved into `parent`.
        Kind(
            object: Invoice("in_A", amount: 1900, at: 1_764_000_000, subscription: "sub_A"),
            alsoBeforeBasil: [
                "application_fee_amount", "charge", "discount", "paid", "paid_out_of_band", "payment_intent", "quote",
                "subscription", "subscription_details", "tax", "total_tax_amounts", "transfer_data",
            ],
            notBeforeBasil: ["amount_overpaid", "parent", "total_taxes"],
            notAnyMore: ["subscription"]
        ),
        Kind(object: InvoicePayment("inpay_A", of: "in_A", by: "pi_A", amount: 1900, at: 1_764_000_000)),
        Kind(
            object: PaymentIntent("pi_A", amount: 2000, at: 1_764_000_000, charge: "ch_A"),
            alsoBeforeBasil: ["invoice"]
        ),
        Kind(object: Price("price_A", amount: 2000)),
        Kind(object: Refund("re_A", of: "ch_A", paymentIntent: "pi_A", amount: 500, at: 1_764_000_000)),
        Kind(
            object: Subscription("sub_A", customer: "cus_A", amount: 1900, at: 1_764_000_000),
            alsoBeforeBasil: ["current_period_end", "current_period_start", "discount"]
        ),
        Kind(object: WebhookEndpoint("we_A", for: ["*"])),
    ]

    @Test(arguments: kinds)
    func everyPublishedKeyIsThere(_ kind: Kind) throws {
        let published = try #require(PublishedKeys.of[type(of: kind.object).kind.rawValue])
        let current = try keys(kind.object, .current)
        #expect(current == published.subtracting(kind.notAnyMore).union(kind.also))
        let former = try keys(kind.object, .beforeBasil)
        #expect(former == current.union(kind.alsoBeforeBasil).subtracting(kind.notBeforeBasil))
    }

    @Test func everyKindIsCovered() {
        #expect(Set(Self.kinds.map { type(of: $0.object).kind }) == Set(ObjectKind.allCases))
    }

    @Test func anAlterationReplacesAddsOrLeavesOutAMember() throws {
        var charge = Charge("ch_A", amount: 2000, at: 1_764_000_000)
        charge.alterations = ["amount": .value("2000"), "currency": .absent, "novelty": .value([1, nil])]
        let object = try parse(charge, .current)
        #expect(object["amount"] as? String == "2000")
        #expect(object["currency"] == nil)
        #expect((object["novelty"] as? [Any])?.count == 2)
        #expect(object["amount_captured"] as? Int == 2000)
    }

    @Test(arguments: [
        "plain", "", "\"quoted\" \\ back", "tab\tline\nreturn\r", "\u{0}\u{1F}", "=cmd|' /C calc'!A0", "👩‍👩‍👧 ٣ é",
        String(repeating: "x", count: 40_000),
    ])
    func textSurvivesWhateverItHolds(_ text: String) throws {
        var session = CheckoutSession("cs_test_A", amount: 2000, at: 1_764_000_000)
        session.metadata = ["note": .string(text), text: 1]
        let metadata = try #require(try parse(session, .current)["metadata"] as? [String: Any])
        #expect(metadata["note"] as? String == text)
        #expect(metadata[text] as? Int == 1)
    }

    @Test(arguments: [Int64.min, -1, 0, 7, 100, Int64.max])
    func numbersSurviveToTheirLimits(_ number: Int64) throws {
        let charge = Charge("ch_A", amount: number, at: 1_764_000_000)
        #expect(try parse(charge, .current)["amount"] as? Int64 == number)
    }

    @Test func metadataMayRepeatAKeyOrBeNoObject() {
        var session = CheckoutSession("cs_test_A", amount: 2000, at: 1_764_000_000)
        session.metadata = .object([.init("credits", "10"), .init("credits", 50)])
        #expect(text(session).contains(#""metadata":{"credits":"10","credits":50}"#))
        session.metadata = .verbatim("1e400")
        #expect(text(session).contains(#""metadata":1e400,"#))
    }

    @Test func anEventKeepsTheObjectAsItWasAndInItsOwnShape() throws {
        var account = StripeAccount()
        account.apiVersion = "2024-06-20"
        let invoice = Invoice("in_A", amount: 1900, at: 1_764_000_000, subscription: "sub_A")
        account.invoices.append(invoice)
        account.record("invoice.created", about: .invoice(invoice), at: 1_764_000_000)
        account.invoices["in_A"].status = "void"
        let event = try parse(account.events[0], .current)
        let object = try #require((event["data"] as? [String: Any])?["object"] as? [String: Any])
        #expect(object["status"] as? String == "draft")
        #expect(object["subscription"] as? String == "sub_A")
        #expect(event["api_version"] as? String == "2024-06-20")
    }

    private func text(_ object: some StripeObject) -> String {
        var writer = ObjectWriter(shape: .current, livemode: false)
        writer.write(object)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func keys(_ object: any StripeObject, _ shape: APIShape) throws -> Set<String> {
        try Set(parse(object, shape).keys)
    }

    private func parse(_ object: some StripeObject, _ shape: APIShape) throws -> [String: Any] {
        var writer = ObjectWriter(shape: shape, livemode: false)
        writer.write(object)
        let value = try JSONSerialization.jsonObject(with: Data(writer.bytes))
        return try #require(value as? [String: Any])
    }
}
