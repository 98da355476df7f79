import Reconciliation

extension Correction {
    /// The action under which it stands in Tieout's books, where with the Stripe id it is made once.
    ///
    /// Several refunds of one sale take credits back several times, each from as many credits down to as many.
    var claim: String {
        guard action == .takeBack else { return action.rawValue }
        return "\(action.rawValue):\((credits ?? 0).addingReportingOverflow(keptCredits).partialValue):\(keptCredits)"
    }
}

extension Pipeline {
    /// Asks that a correction be written down before it is made; no row when it is there already.
    func askClaim(of correction: Correction, _ context: PostingContext) throws(PostgresError) -> Answer {
        try ask(
            .correctionClaim,
            [
                .text(correction.stripeID), .text(correction.claim), .text(context.run.text),
                .text(correction.fingerprint), .text(correction.userID), .integer(correction.credits),
                .text(correction.facts["package_id"]), .integer(correction.amount?.minorUnits),
                .text(correction.amount?.currency.code), .text(context.protection?.rawValue), .text(context.approvedBy),
                .json(JSONObjectText(correction.facts).text),
            ],
            reaching: .claimed
        )
    }
}

extension Statement {
    fileprivate static let correctionClaim = Statement(
        "correction_claim",
        embedded: PackageResources.correction_claim_sql
    )
}
