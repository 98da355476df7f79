import Reconciliation

@testable import StripeAPI

/// The page decoder, with a decoder of each kind that is used again and again, as a run uses it.
enum PageReader {
    nonisolated(unsafe) private static let decoders = RecordKind.allCases.map { (kind: $0, decoder: RecordDecoder($0)) }
    nonisolated(unsafe) private static let sessions = RecordDecoder(.checkoutSession)

    /// The first byte says of which kind the rest is to be, and whether one object or a page.
    static func readPage(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let (_, decoder) = decoders[Int(first >> 1) % decoders.count]
        read(Array(input.dropFirst()), by: decoder, as: first & 1 == 0 ? .page(after: nil) : .object)
    }

    /// A whole session but for its metadata, which the input is.
    static func readSession(metadata input: [UInt8]) {
        let session = Array(
            """
            {"object":"list","url":"/v1/checkout/sessions","has_more":false,"data":[{"id":"cs_test_A",\
            "object":"checkout.session","created":1700000000,"expires_at":1700086400,"livemode":false,"mode":"payment",\
            "status":"complete","payment_status":"paid","currency":"usd","amount_subtotal":2000,"amount_total":2000,\
            "total_details":{"amount_discount":0,"amount_tax":0},"payment_intent":"pi_A","metadata":
            """.utf8
        )
        read(session + input + Array("}]}".utf8), by: sessions, as: .page(after: nil))
    }

    /// What is taken has to be whole: every cell can be read, and every text is one.
    private static func read(_ body: [UInt8], by decoder: RecordDecoder, as form: StripeRequest.Form) {
        guard let page = try? decoder.page(body, as: form, requestID: nil) else { return }
        let columns = RecordSchema.of(page.kind).columns
        for row in 0..<page.count {
            for column in columns.indices where !page.cell(row: row, column: column).isNull {
                guard [.text, .reference, .json].contains(columns[column].type) else { continue }
                let text = page.text(row: row, column: column)
                precondition(text?.utf8.contains(0) == false, "a text that PostgreSQL cannot take")
            }
        }
        _ = page.firstOutOfOrder
    }
}
