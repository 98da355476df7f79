import Foundation
import PostgresLedger
import Reconciliation
import TestSupport

extension World {
    /// The period as the run takes it.
    var examined: Period {
        get throws {
            try Period(
                since: Instant(secondsSinceEpoch: period.lowerBound),
                cutOff: Instant(secondsSinceEpoch: period.upperBound)
            )
        }
    }

    /// Empties the books and fills them with this world: Stripe's objects, and the rows by plain inserts.
    ///
    /// - Parameter remembering: whether Tieout keeps what it wrote down in earlier nights.
    func enter(_ books: Books, remembering: Bool = false) throws {
        books.stripe { $0 = account }
        let rows = rows
        let connection = try books.database.connect()
        try connection.transaction { () throws(PostgresError) in
            try connection.query(.emptyLedger)
            if !remembering { try connection.query(.emptyMemory) }
            try connection.query(.insertUsers, [.texts(rows.users)])
            try connection.query(.insertPackages, [.rows(rows.packages)])
            try connection.query(.insertCheckouts, [.rows(rows.checkouts)])
            try connection.query(.insertPurchases, [.rows(rows.purchases)])
            try connection.query(.insertMovements, [.rows(rows.movements)])
            try connection.query(.insertBalances, [.rows(rows.balances)])
            try connection.query(.insertPayments, [.rows(rows.payments)])
            try connection.query(.insertInvoices, [.rows(rows.invoices)])
            try connection.query(.insertSubscriptions, [.rows(rows.subscriptions)])
            try connection.query(.insertProviders, [.rows(rows.providers)])
        }
    }
}

extension Books {
    /// A night over a world that these books hold, as that world's run is configured.
    func night(applies: Bool = false, in world: World) async throws -> Night {
        try await night(applies: applies, over: world.examined, keys: world.keys)
    }
}

extension Parameter {
    fileprivate static func rows(_ rows: [some Encodable]) -> Parameter {
        guard let data = try? JSONEncoder().encode(rows) else { preconditionFailure("rows are texts and numbers") }
        return .json(String(decoding: data, as: UTF8.self))
    }
}

extension Statement {
    fileprivate static let emptyLedger: Statement = """
        TRUNCATE auth.users, public.credit_packages, public.checkout_sessions, public.user_credit_purchases,
            public.user_credits, public.credit_transactions, public.payment_logs, public.invoice_logs,
            public.subscriptions, public.platform_credits
        """
    fileprivate static let emptyMemory: Statement = """
        TRUNCATE tieout.finding, tieout.correction, tieout.open_item, tieout.first_paid
        """
    fileprivate static let insertUsers: Statement = "INSERT INTO auth.users (id) SELECT unnest($1)::uuid"
    fileprivate static let insertPackages: Statement = """
        INSERT INTO public.credit_packages (id, name, credits, price_usd, updated_at)
        SELECT id, id, credits, price, to_timestamp("updatedAt")
        FROM jsonb_to_recordset($1) AS package (id text, credits int, price numeric, "updatedAt" bigint)
        """
    fileprivate static let insertCheckouts: Statement = """
        INSERT INTO public.checkout_sessions
            (stripe_session_id, user_id, package_id, credits, amount_usd, status, created_at)
        SELECT session, "user", package, credits, price, status, to_timestamp("createdAt")
        FROM jsonb_to_recordset($1) AS checkout (
            session text, "user" uuid, package text, credits int, price numeric, status text, "createdAt" bigint)
        """
    fileprivate static let insertPurchases: Statement = """
        INSERT INTO public.user_credit_purchases (
            id, stripe_session_id, user_id, package_id, credits_purchased, amount_paid_usd, status, error_message, created_at)
        SELECT ('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid, session, "user", package, credits,
            amount, status, error, to_timestamp("createdAt")
        FROM jsonb_to_recordset($1) AS purchase (
            number int, session text, "user" uuid, package text, credits int, amount numeric, status text, error text,
            "createdAt" bigint)
        """
    fileprivate static let insertMovements: Statement = """
        INSERT INTO public.credit_transactions
            (user_id, type, amount, balance_before, balance_after, reference_id, metadata, created_at)
        SELECT "user", type, credits, "balanceBefore", "balanceAfter", reference, metadata::jsonb,
            to_timestamp("createdAt")
        FROM jsonb_to_recordset($1) AS movement (
            "user" uuid, type text, credits int, "balanceBefore" int, "balanceAfter" int, reference text,
            metadata text, "createdAt" bigint)
        """
    fileprivate static let insertBalances: Statement = """
        INSERT INTO public.user_credits (user_id, balance, lifetime_earned)
        SELECT "user", credits, credits FROM jsonb_to_recordset($1) AS balance ("user" uuid, credits int)
        """
    fileprivate static let insertPayments: Statement = """
        INSERT INTO public.payment_logs (stripe_payment_intent_id, amount, currency, status)
        SELECT intent, amount, currency, status
        FROM jsonb_to_recordset($1) AS payment (intent text, amount numeric, currency text, status text)
        """
    fileprivate static let insertInvoices: Statement = """
        INSERT INTO public.invoice_logs (stripe_invoice_id, amount_paid, amount_due, currency, status)
        SELECT invoice, "amountPaid", "amountDue", currency, status
        FROM jsonb_to_recordset($1) AS invoice (
            invoice text, "amountPaid" numeric, "amountDue" numeric, currency text, status text)
        """
    fileprivate static let insertSubscriptions: Statement = """
        INSERT INTO public.subscriptions (stripe_subscription_id, user_id, status)
        SELECT subscription, "user", status
        FROM jsonb_to_recordset($1) AS subscription (subscription text, "user" uuid, status text)
        """
    fileprivate static let insertProviders: Statement = """
        INSERT INTO public.platform_credits (provider, current_balance, low_balance_threshold, credit_ratio)
        SELECT name, balance, threshold, "ratioInTenths" / 10.0
        FROM jsonb_to_recordset($1) AS provider (name text, balance int, threshold int, "ratioInTenths" int)
        """
}
