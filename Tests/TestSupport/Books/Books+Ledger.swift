import StripeSimulator
import PostgresLedger
import Reconciliation

extension Books {
    /// Books over a database that is there already, with another ledger than the reference's: nothing is sold yet, and
    /// who buys is in the database.
    public static func open(on database: TestDatabase, mapping: LedgerMapping) async throws -> Books {
        try await Books(
            database,
            mapping: mapping,
            serving: StripeAccount(),
            over: Period(
                since: Instant(secondsSinceEpoch: noon - 5 * .day),
                cutOff: Instant(secondsSinceEpoch: noon + 5 * .day)
            ),
            migrating: true
        )
    }
}
