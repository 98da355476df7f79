import PostgresLedger
import StripeAPI

/// Everything the doctor checks that could make a run wrong; a run refuses before it writes.
struct Preflight {
    let ledger: PostgresLedger
    let stripe: StripeClient
    /// Whether the run posts; one that only plans may go on where posting alone would be refused.
    let posts: Bool

    /// Passes when nothing refuses.
    ///
    /// - Throws: the first refusal as a ``Failure``.
    func require() async throws {
        for check in await StripeChecks(stripe: stripe).run() { try require(check) }
        for check in try await Doctor.checks(of: ledger, stripe: stripe, tries: posts) { try require(check) }
    }

    /// Passes when the connection is one session from its beginning to its end: to be asked before one is relied on.
    ///
    /// - Throws: the refusal as a ``Failure``.
    func requireSession() async throws { try require(try await DatabaseChecks(ledger: ledger).pooler()) }

    private func require(_ check: Check) throws(Failure) {
        if let failure = check.failure(ofRunThatPosts: posts) { throw failure }
    }
}
