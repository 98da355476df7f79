import Synchronization

/// An account that is being served and may change meanwhile, as Stripe's do between two pages.
public final class LiveAccount: Sendable {
    private struct Key: Hashable {
        var kind: ObjectKind
        var shape: APIShape
    }

    private struct State {
        var account: StripeAccount
        var listings: [Key: Listing] = [:]
    }

    private let state: Mutex<State>

    /// Serves this account from now on.
    public init(_ account: StripeAccount) {
        state = Mutex(State(account: account))
    }

    /// The account as it is now.
    public var account: StripeAccount {
        state.withLock { $0.account }
    }

    /// Changes the account; requests see all of the change or nothing of it.
    public func update<Result: Sendable>(_ change: @Sendable (inout StripeAccount) throws -> Result) rethrows -> Result
    {
        try state.withLock { try change(&$0.account) }
    }

    /// The rendered list of a kind, made again only if its objects have changed.
    func listing(of kind: ObjectKind, shape: APIShape) -> Listing {
        state.withLock { state in
            let key = Key(kind: kind, shape: shape)
            if let known = state.listings[key], known.revision == state.account.revision(of: kind) { return known }
            state.listings[key] = nil
            let made = state.account.listing(of: kind, shape: shape)
            state.listings[key] = made
            return made
        }
    }
}

extension StripeAccount {
    fileprivate func listing(of kind: ObjectKind, shape: APIShape) -> Listing {
        switch kind {
        case .charge: Listing(charges, shape: shape, livemode: livemode)
        case .checkoutSession: Listing(checkoutSessions, shape: shape, livemode: livemode)
        case .customer: Listing(customers, shape: shape, livemode: livemode)
        case .dispute: Listing(disputes, shape: shape, livemode: livemode)
        case .event: Listing(events, shape: shape, livemode: livemode, since: eventsKeptSince)
        case .invoice: Listing(invoices, shape: shape, livemode: livemode)
        case .invoicePayment: Listing(invoicePayments, shape: shape, livemode: livemode)
        case .paymentIntent: Listing(paymentIntents, shape: shape, livemode: livemode)
        case .price: Listing(prices, shape: shape, livemode: livemode)
        case .refund: Listing(refunds, shape: shape, livemode: livemode)
        case .subscription: Listing(subscriptions, shape: shape, livemode: livemode)
        case .webhookEndpoint: Listing(webhookEndpoints, shape: shape, livemode: livemode)
        }
    }
}
