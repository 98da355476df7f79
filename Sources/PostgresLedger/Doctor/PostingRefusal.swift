/// Why a ledger is planned for and never posted to.
public struct PostingRefusal: Hashable, Sendable {
    /// One sentence.
    public let sentence: String
    /// What would make posting possible.
    public let remedy: String
}

extension PostgresLedger {
    /// Where earlier grants carry Stripe ids: what is mapped, is there, and is of a type that can hold one.
    ///
    /// - Throws: ``PostgresError``; Tieout's views have to be there.
    public func evidence() throws(PostgresError) -> [EvidenceColumn] {
        let kept = try KeptColumns(connection).evidence
        return EvidenceColumn.all.filter(kept.contains)
    }

    /// Why nothing may be posted to this ledger whatever the plan says; nil when it may.
    ///
    /// Without evidence of earlier grants that carries a Stripe id, every sale of the past looks missed. Tieout's own
    /// journal knows only its own grants.
    ///
    /// - Throws: ``PostgresError``; Tieout's views have to be there.
    public func postingRefusal() throws(PostgresError) -> PostingRefusal? {
        guard mapping.function != nil else {
            return PostingRefusal(
                sentence: "no function that grants is mapped, so Tieout plans and never posts",
                remedy: "Map it under ledger.function; `tieout init` shows what it finds."
            )
        }
        guard try evidence().isEmpty else { return nil }
        return PostingRefusal(
            sentence:
                "no movement and no purchase of the ledger can carry a Stripe id, so every sale of the past would "
                + "look missed: Tieout plans and never posts",
            remedy: "Keep the session's id with each grant and map its column, as reference_id of the movements or "
                + "stripe_session_id of the purchases; `tieout init` prints a migration."
        )
    }
}
