import PostgresLedger
import TestSupport

/// What a killed run had stored of a list.
struct StoredSlice {
    let endpoint: String
    let since: Int64
    /// Everything from here up to `until` had been read.
    let readDownTo: Int64
    let until: Int64

    static func all(in database: TestDatabase) throws -> [StoredSlice] {
        let endpoints = [
            "charge": "charges", "checkout_session": "checkout/sessions", "invoice": "invoices", "refund": "refunds",
            "dispute": "disputes", "payment_intent": "payment_intents", "event": "events",
        ]
        return try database.connect().query(statement).map { row in
            let isComplete = try row.boolean("is_complete")
            let (since, until) = (try row.integer("since"), try row.integer("until"))
            return StoredSlice(
                endpoint: endpoints[try row.text("record_kind")] ?? "",
                since: since,
                readDownTo: isComplete ? since : try row.integer("read_down_to"),
                until: until
            )
        }
    }

    /// Each slice that begins before another of its list has ended: their records would be read twice.
    static func overlaps(in slices: [StoredSlice]) -> [String] {
        Dictionary(grouping: slices, by: \.endpoint).values.flatMap { list in
            let ordered = list.sorted { $0.since < $1.since }
            return zip(ordered, ordered.dropFirst()).filter { $1.since < $0.until }.map { "\($0) and \($1)" }
        }
    }

    private static let statement: Statement = """
        SELECT record_kind, is_complete,
               extract(epoch FROM since)::bigint AS since,
               extract(epoch FROM until)::bigint AS until,
               coalesce(extract(epoch FROM cursor_created)::bigint + 1, extract(epoch FROM until)::bigint) AS read_down_to
        FROM tieout.slice
        ORDER BY number
        """
}
