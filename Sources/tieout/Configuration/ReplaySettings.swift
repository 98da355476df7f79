import Foundation
import HTTPTransport
import StripeAPI

/// Where and how events are replayed.
struct ReplaySettings: Equatable {
    /// The application's own webhook endpoint.
    var endpoint: String?
    /// `STRIPE_WEBHOOK_SECRET`: what that endpoint checks signatures with.
    var secret: Secret?
    /// The most events a second.
    var rate = 5
    /// How long the endpoint's answer is waited for, in seconds.
    var timeLimit: Int64 = 30

    /// The variables that hold secrets, for whoever blots them out of what is printed.
    static let secrets = ["STRIPE_WEBHOOK_SECRET"]

    /// The endpoint as it is printed and written down: what follows the path may be a secret.
    var shownEndpoint: String? { endpoint.map { String($0.prefix { $0 != "?" && $0 != "#" }) } }

    /// The signature that the endpoint checks.
    ///
    /// - Throws: ``Failure`` with status 78 without a secret, and for what is none, without its value.
    func signature() throws(Failure) -> StripeSignature {
        guard let secret else {
            throw Failure(
                .configuration,
                "there is no signing secret, so the endpoint would refuse whatever is sent",
                advice: "Set STRIPE_WEBHOOK_SECRET (or STRIPE_WEBHOOK_SECRET_FILE) to the endpoint's: whsec_…"
            )
        }
        guard let signature = StripeSignature(secret: secret) else {
            throw Failure(
                .configuration,
                "STRIPE_WEBHOOK_SECRET is no signing secret: those of Stripe's endpoints begin with whsec_",
                advice: "Take it from Stripe's Dashboard: Developers, Webhooks, the endpoint, Signing secret."
            )
        }
        return signature
    }
}
