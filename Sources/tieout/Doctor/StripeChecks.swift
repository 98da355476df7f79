import Reconciliation
import StripeAPI

/// What is looked at on Stripe's side: the key, what it may read, and the clock.
struct StripeChecks {
    let stripe: StripeClient

    /// The kinds that a run lists, each of which the key must be able to read.
    private static let kinds: [RecordKind] = [
        .charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
    ]

    /// Runs the checks; a key that Stripe refuses ends the list.
    func run() async -> [Check] {
        let key = stripe.configuration.key
        let seen = "\(key.isRestricted ? "restricted" : "secret") key of \(key.mode.rawValue) mode"
        var checks: [Check] = []
        for kind in Self.kinds {
            guard case .failed(let error) = await stripe.probe(kind) else { continue }
            checks.append(check(of: kind, error))
            if case .missingPermission = error { continue }
            return checks
        }
        checks.insert(
            key.isRestricted
                ? .ok("key", seen)
                : .warning("key", seen, remedy: "A restricted key that may only read is enough, and safer."),
            at: 0
        )
        if checks.allSatisfy({ $0.verdict != .refuse }) {
            checks.append(.ok("reads", "the key reads all \(Self.kinds.count) lists"))
        }
        return checks + [clock()]
    }

    private func check(of kind: RecordKind, _ error: StripeError) -> Check {
        switch error {
        case .missingPermission:
            .refuse("reading \(kind.plural)", .noPermission, "\(error)", remedy: "Edit the key in Stripe's Dashboard.")
        case .invalidKey:
            .refuse("key", .configuration, "\(error)", remedy: "Set STRIPE_SECRET_KEY to a valid key of this account.")
        default:
            .refuse("reading \(kind.plural)", Failure(of: error).status, "\(error)")
        }
    }

    private func clock() -> Check {
        guard let skew = stripe.usage.clockSkew else { return .ok("clock", "Stripe's answers carry no date") }
        guard abs(skew) > 60 else { return .ok("clock", "within \(abs(skew)) s of Stripe's") }
        return .refuse(
            "clock",
            .configuration,
            "this machine is \(abs(skew)) s \(skew > 0 ? "ahead of" : "behind") Stripe",
            remedy: "Set the clock (NTP); periods would be cut at the wrong place."
        )
    }
}
