import PostgresLedger
import Reconciliation
import ReferenceApplication
import StripeSimulator

/// What the ledger says of a sale.
public struct LedgerEntries: OptionSet, Sendable {
    /// The bits.
    public let rawValue: Int
    /// The entries of those bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A checkout row, completed.
    public static let checkout = LedgerEntries(rawValue: 1)
    /// A movement that gave the credits, with the session's id as its reference.
    public static let movement = LedgerEntries(rawValue: 2)
    /// A completed purchase row.
    public static let purchase = LedgerEntries(rawValue: 4)
    /// A payment log row, succeeded.
    public static let payment = LedgerEntries(rawValue: 8)
    /// Everything as it should be.
    public static let all: LedgerEntries = [.checkout, .movement, .purchase, .payment]
    /// The webhook that grants was lost.
    public static let ungranted: LedgerEntries = [.checkout, .payment]
}

extension Books {
    /// What the application writes into a session's metadata.
    public static func metadata(_ package: String = "creative", credits: Int64 = 50, user: String = anna) -> JSON {
        [
            "type": "credit_purchase", "user_id": .string(user), "package_id": .string(package),
            "credits": .string("\(credits)"),
        ]
    }

    /// Sells 50 credits for $20.00, or something else, and says so in the ledger's entries.
    ///
    /// - Parameters:
    ///   - name: `A` gives `cs_test_A`, `pi_A` and `ch_A`.
    ///   - price: minor units of the currency.
    ///   - metadata: what the session says, where it is not what the application writes.
    @discardableResult
    public func sell(
        _ name: String,
        _ package: String = "creative",
        credits: Int64 = 50,
        for price: Int64 = 2_000,
        _ currency: String = "usd",
        to user: String = anna,
        at instant: Int64 = noon,
        metadata: JSON? = nil,
        entries: LedgerEntries = .all
    ) throws -> Sale {
        let promised = Self.metadata(package, credits: credits, user: user)
        let sale = stripe {
            $0.addSale(name, of: price, currency, at: instant, metadata: metadata ?? promised)
        }
        let promise = CheckoutPromise(
            user: user,
            session: sale.session,
            package: package,
            credits: credits,
            price: price,
            currency: currency,
            openedAt: instant
        )
        try enter(entries, of: sale, promise, paidAt: instant + 65)
        return sale
    }

    private func enter(
        _ entries: LedgerEntries,
        of sale: Sale,
        _ promise: CheckoutPromise,
        paidAt: Int64
    ) throws {
        let (session, intent) = stripe { ($0.checkoutSessions[sale.session], $0.paymentIntents[sale.paymentIntent]) }
        var agreed = session
        agreed.metadata = Self.metadata(promise.package, credits: promise.credits, user: promise.user)
        let purchase = Purchase(agreed)
        let event = stripe { $0.events[sale.events[1]] }
        try application { application throws(PostgresError) in
            if entries.contains(.checkout) { try application.openCheckout(promise) }
            if entries.contains(.movement), let purchase { try application.credit(purchase, at: paidAt) }
            if entries.contains(.purchase), let purchase { try application.recordPurchase(purchase, at: paidAt) }
            if entries.contains(.payment) { try application.handle(WebhookDelivery(event: event, at: paidAt)) }
        }
        // Its handler never does this; here every sale is in order unless the test says otherwise.
        try sql(
            "UPDATE public.checkout_sessions SET status = 'completed' WHERE stripe_session_id = $1",
            [.text(session.id)]
        )
        // The handler's own mistake with yen is a scenario of its own.
        if intent.currency == "jpy" {
            try sql(
                "UPDATE public.user_credit_purchases SET amount_paid_usd = $2::numeric WHERE stripe_session_id = $1",
                [.text(session.id), .integer(intent.amount)]
            )
        }
    }

    /// A person gives credits by hand, or takes them back, by the ledger's own function; dated an hour after noon.
    public func give(
        _ credits: Int64,
        to user: String = anna,
        for reference: String?,
        type: String = "purchase",
        metadata: String = "{}",
        at instant: Int64 = noon + .hour
    ) throws {
        try sql(
            """
            SELECT public.update_user_credits(
                p_user_id => $1, p_amount => $2::integer, p_type => $3, p_reference_id => $4, p_metadata => $5)
            """,
            [.uuid(user), .integer(credits), .text(type), .text(reference), .json(metadata)]
        )
        // The function writes the present; every other movement of these books is years old.
        try sql(
            """
            UPDATE public.credit_transactions SET created_at = to_timestamp($1::bigint)
            WHERE created_at > now() - interval '1 day'
            """,
            [.integer(instant)]
        )
    }

    /// A person writes the completed purchase row of a session by hand.
    public func record(_ session: String, credits: Int64 = 50, for user: String = anna) throws {
        try sql(
            """
            INSERT INTO public.user_credit_purchases
                (user_id, package_id, credits_purchased, amount_paid_usd, status, stripe_session_id)
            VALUES ($1, 'creative', $2::integer, 20.00, 'completed', $3)
            """,
            [.uuid(user), .integer(credits), .text(session)]
        )
    }

    /// The handler tried to credit, failed, and wrote that down.
    public func logFailure(of sale: Sale, _ message: String = "deadlock detected") throws {
        guard let purchase = Purchase(stripe { $0.checkoutSessions[sale.session] }) else { return }
        try application { application throws(PostgresError) in
            try application.recordPurchase(purchase, error: message, at: Self.noon + 70)
        }
    }

    /// The application opens a page, and Stripe has its session as it is then changed to be.
    public func openPage(
        _ name: String,
        to user: String = anna,
        metadata: JSON? = nil,
        hasCheckoutRow: Bool = true,
        _ change: @Sendable (inout CheckoutSession) -> Void = { _ in }
    ) throws {
        var session = CheckoutSession(
            "cs_test_" + name,
            amount: 2_000,
            at: Self.noon,
            metadata: metadata ?? Self.metadata(user: user)
        )
        change(&session)
        let added = session
        stripe { $0.checkoutSessions.append(added) }
        guard hasCheckoutRow else { return }
        let promise = CheckoutPromise(
            user: user,
            session: added.id,
            package: "creative",
            credits: 50,
            price: 2_000,
            openedAt: added.created
        )
        try application { application throws(PostgresError) in try application.openCheckout(promise) }
    }
}
