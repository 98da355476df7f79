import Alerts
import Reconciliation
import StripeAPI

/// The account's webhook endpoints as a run sees them, asked for once.
struct EndpointLook {
    /// How long Stripe's list of endpoints is waited for: what was found stands without it.
    private static let longestWait: Duration = .seconds(20)

    /// The endpoints, or why they could not be looked at.
    let answer: Result<[WebhookEndpoint], StripeError>

    /// Looks.
    init(at stripe: StripeClient) async {
        answer = await TimeAllowance(Self.longestWait).spend {
            do throws(StripeError) {
                return .success(try await stripe.webhookEndpoints())
            } catch {
                return .failure(error)
            }
        }
    }
}
