import PostgresLedger

/// A ledger as it may be met: its SQL, how it is mapped, and what is to become of one missed sale in it.
///
/// In each of them Stripe sold 50 credits to Anna (`cs_test_A`, `pi_A`, $20.00), which the ledger does not show, and 10
/// to Boris (`cs_test_B`, `pi_B`, $5.00), which it shows granted, where it can. Anna has 7 credits to begin with.
public struct CorpusLedger: Sendable, CustomStringConvertible {
    /// Its name: the stem of its SQL file.
    public let name: String
    /// Tables, rows and function.
    public let sql: String
    /// How Tieout is told of it.
    public let mapping: LedgerMapping
    /// Anna's id.
    public let anna: String
    /// Boris's id.
    public let boris: String
    /// What a run does.
    public let ending: Ending

    /// What a run does with Anna's sale.
    public enum Ending: Sendable {
        /// It is granted; her balance in the ledger's own words.
        case granted(balance: String)
        /// Nothing is posted at all, and the sentence says why.
        case refused(String)
        /// The grant is undone, and the sentence says what happened instead.
        case rolledBack(String)
    }

    /// Reads Anna's balance as one text named `balance`.
    public let balanceQuery: Statement

    /// The name.
    public var description: String { name }

    init(
        _ name: String,
        _ sql: [UInt8],
        _ mapping: LedgerMapping,
        anna: String = "a0000000-0000-4000-8000-00000000000a",
        boris: String = "b0000000-0000-4000-8000-00000000000b",
        balance: Statement = "SELECT credits::text AS balance FROM accounts WHERE email = 'anna@example.com'",
        _ ending: Ending
    ) {
        self.name = name
        self.sql = String(decoding: sql, as: UTF8.self)
        self.mapping = mapping
        self.anna = anna
        self.boris = boris
        balanceQuery = balance
        self.ending = ending
    }

    /// All of them.
    public static let all = presets + identities + answers + misbehaving + notCallable + units + logs
}
