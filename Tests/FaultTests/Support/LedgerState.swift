import PostgresLedger
import TestSupport

/// Everything that two runs over the same story must leave alike, as lines: the ledger, and what Tieout says of it.
struct LedgerState: Equatable, CustomStringConvertible {
    let lines: [String]

    init(of database: TestDatabase) throws {
        lines = try database.connect().query(Self.contents).map { try $0.text("line") }
    }

    var description: String { lines.joined(separator: "\n") }

    /// Without ids and times, which differ from run to run.
    private static let contents: Statement = """
        SELECT line FROM (
            SELECT concat_ws(' ', 'movement', user_id, type, amount, balance_before, balance_after, reference_id) AS line
            FROM public.credit_transactions
            UNION ALL
            SELECT concat_ws(' ', 'balance', user_id, balance, lifetime_earned) FROM public.user_credits
            UNION ALL
            SELECT concat_ws(' ', 'purchase', user_id, stripe_session_id, status, credits_purchased, amount_paid_usd)
            FROM public.user_credit_purchases
            UNION ALL
            SELECT concat_ws(' ', 'checkout', stripe_session_id, status) FROM public.checkout_sessions
            UNION ALL
            SELECT concat_ws(' ', 'payment', stripe_payment_intent_id, status, amount, currency) FROM public.payment_logs
            UNION ALL
            SELECT concat_ws(' ', 'correction', action, stripe_id, credits, balance_before, balance_after)
            FROM tieout.correction
            UNION ALL
            SELECT concat_ws(' ', 'finding', kind, stripe_id, status) FROM tieout.finding
        ) AS lines
        ORDER BY line
        """
}
