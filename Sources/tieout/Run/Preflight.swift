import PostgresLedger
import StripeAPI

/// Everything the doctor checks that could make a run wrong; a run refuses before it writes.
struct Preflight {
    let ledger: PostgresLedger
    let stripe: StripeClient

    /// Passes when nothing refuses.
    ///
    /// - Throws: the first refusal as a ``Failure``.
    func require() async throws {
        let livemode = stripe.configuration.key.mode == .live
        let checks =
            await StripeChecks(stripe: stripe).run()
            + (try await LedgerChecks(ledger: ledger, livemode: livemode).run())
        for check in checks {
            if let failure = check.failure { throw failure }
        }
    }
}
