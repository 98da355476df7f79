import Reconciliation
import StripeAPI

/// What is looked at on Stripe's side: the key, what it may read, and the clock.
struct StripeChecks {
    let stripe: StripeClient

    /// The kinds that a run lists, each of which the key must be able to read.
    private static let kinds: [RecordKind] = [
        .charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
    ]

    /// Runs the checks; a key that Stripe refuses, or a Stripe that does not answer, ends the list.
    func run() async -> [Check] {
        var lacking: [(kind: RecordKind, permission: String)] = []
        for kind in Self.kinds {
            guard case .failed(let error) = await stripe.probe(kind) else { continue }
            guard case .missingPermission(let permission, _) = error else { return [Self.check(error)] }
            lacking.append((kind, permission ?? kind.rawValue))
        }
        return [key, Self.check(lacking: lacking), Self.check(skew: stripe.usage.clockSkew)]
    }

    private var key: Check {
        let key = stripe.configuration.key
        guard key.isRestricted else {
            return .warning(
                .key,
                "a secret key of \(key.mode.rawValue) mode, which may do everything",
                remedy: "Make a restricted key in Stripe's Dashboard that may only read; that is enough, and safer."
            )
        }
        return .ok(.key, "a restricted key of \(key.mode.rawValue) mode")
    }

    private static func check(_ error: StripeError) -> Check {
        switch error {
        case .invalidKey:
            .refuse(
                .key,
                .configuration,
                "\(error)",
                remedy: "Set STRIPE_SECRET_KEY to a valid key of this account."
            )
        default: .refuse(.reads, Failure(of: error))
        }
    }

    private static func check(lacking: [(kind: RecordKind, permission: String)]) -> Check {
        guard !lacking.isEmpty else { return .ok(.reads, "the key reads all \(kinds.count) lists") }
        return .refuse(
            .reads,
            .noPermission,
            "the key may not read \(lacking.map { "\($0.kind.plural) (\($0.permission))" }.list)",
            remedy: "Give it the right in Stripe's Dashboard: Developers, API keys."
        )
    }

    /// How far a clock may be off, in seconds: less than the settling time, so that no object falls out of a period.
    private static let tolerance: Int64 = 60

    static func check(skew: Int64?) -> Check {
        guard let skew else { return .ok(.clock, "Stripe's answers carry no date") }
        guard abs(skew) > tolerance else { return .ok(.clock, "within \(abs(skew)) s of Stripe's") }
        return .refuse(
            .clock,
            .configuration,
            "this machine is \(abs(skew)) s \(skew > 0 ? "ahead of" : "behind") Stripe",
            remedy: "Set the clock (NTP): periods would be cut at the wrong place."
        )
    }
}
