import Foundation
import PostgresLedger
import Reconciliation

/// A ledger of buyers who have bought before, and one further sale of each that is to be granted.
struct PostingWorld {
    let buyers: Int
    /// How many purchases each has made already.
    let history: Int
    let run = RunID("20261115T000000Z-posting-0001")!

    /// Makes the reference ledger with its guard, Tieout's schema, and the buyers.
    func enter(_ ledger: PostgresLedger) async throws {
        try await ledger.connect()
        try await ledger.createOrCompleteLedger()
        try await ledger.migrate()
        let settings: [Parameter] = [.text(String(buyers)), .text(String(history))]
        try await ledger.withConnection { connection throws(PostgresError) in
            try connection.transaction { () throws(PostgresError) in
                try connection.query(
                    "SELECT set_config('posting.buyers', $1, true), set_config('posting.history', $2, true)",
                    settings
                )
                try connection.execute(script: Self.script, named: "world")
            }
            // As the server's autovacuum would have done long ago.
            for table in [
                "VACUUM ANALYZE public.credit_transactions", "VACUUM ANALYZE public.user_credit_purchases",
                "VACUUM ANALYZE public.user_credits",
            ] {
                try connection.execute(script: table, named: "VACUUM")
            }
        }
        if let plan = try await ledger.guardPlan() { try await ledger.make(plan) }
    }

    /// The sale of a buyer, counted from 0, that a round is to grant by one of the two ways.
    func grant(to buyer: Int, round: Int, by peer: String) -> PlannedCorrection {
        let mark = "\(peer)\(round)x\(buyer)"
        let session = "cs_live_\(mark)"
        let digits = String(buyer + 1, radix: 16)
        let correction = Correction(
            action: .grant,
            stripeID: session,
            fingerprint: "missed_purchase:\(session)",
            userID: "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits,
            ledgerID: nil,
            credits: 50,
            amount: Money(minorUnits: 2_000, .usd),
            occurredAt: Instant(secondsSinceEpoch: 1_794_000_000),
            facts: [
                "payment_intent": "pi_\(mark)", "charge": "ch_\(mark)", "customer": "cus_\(buyer)",
                "package_id": "creative",
            ]
        )
        return PlannedCorrection(correction: correction, decision: .allowed, protection: .ledgerGuard)
    }

    /// Grants as a webhook handler would: one call, in a transaction of its own.
    func callBare(for grant: Correction, on connection: Connection) throws(PostgresError) {
        let metadata = """
            {"source": "webhook", "stripe_session_id": "\(grant.stripeID)", "package_id": "creative", \
            "payment_intent": "\(grant.facts["payment_intent"] ?? "")"}
            """
        try connection.query(
            Self.bareCall,
            [.text(grant.userID), .integer(grant.credits), .text(grant.stripeID), .json(metadata)]
        )
    }

    private static let script = String(decoding: PackageResources.world_sql, as: UTF8.self)
    private static let bareCall = Statement("bare_call", embedded: PackageResources.bare_call_sql)
}
