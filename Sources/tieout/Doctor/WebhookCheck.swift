import StripeAPI

/// Whether Stripe delivers the events that grant. A run looks too, and tells of it; neither refuses for it.
struct WebhookCheck {
    let stripe: StripeClient

    /// Lists the endpoints; whatever it sees is no more than a warning.
    func run() async -> Check {
        let endpoints: [WebhookEndpoint]
        do throws(StripeError) {
            endpoints = try await stripe.webhookEndpoints()
        } catch .missingPermission(let permission, _) {
            return .warning(
                .webhooks,
                "not looked at: the key may not read webhook endpoints" + (permission.map { " (\($0))" } ?? ""),
                remedy: "Give it the right in Stripe's Dashboard, if you want to be told when Stripe switches them off."
            )
        } catch {
            return .warning(.webhooks, "not looked at: \(error)", remedy: "Run doctor again.")
        }
        guard !endpoints.hasOnlyDisabled(for: StripeEvents.granting) else {
            return .warning(
                .webhooks,
                "every endpoint for \(StripeEvents.granting[0]) is disabled, so every sale is missed until a run grants it",
                remedy: "Switch it on in Stripe's Dashboard: Developers, Webhooks."
            )
        }
        let meant = endpoints.count { $0.isEnabled && $0.takes(StripeEvents.granting[0]) }
        guard meant > 0 else {
            return .warning(
                .webhooks,
                "no endpoint takes \(StripeEvents.granting[0])",
                remedy: "If the application grants by webhooks, make one in Stripe's Dashboard: Developers, Webhooks."
            )
        }
        return .ok(.webhooks, "\(meant.of("enabled endpoint")) for \(StripeEvents.granting[0])")
    }
}
