import PostgresLedger
import Reconciliation
import StripeAPI

/// Looks for what is unusual beside the findings: declines, and webhooks that do not arrive.
struct Watch {
    let ledger: PostgresLedger
    let stripe: StripeClient

    /// What somebody has to be told.
    ///
    /// - Throws: `PostgresError`. What Stripe does not let us see is not told.
    func events(of run: RunID) async throws -> [RunEvent] {
        let spike = PaymentFailureWatch().event(on: try await ledger.countChargeDays(of: run))
        return [spike, try await webhooks()].compactMap(\.self)
    }

    private func webhooks() async throws -> RunEvent? {
        let undelivered = try await ledger.undeliveredEvents()
        let isOff = ((try? await stripe.webhookEndpoints()) ?? []).hasOnlyDisabled(for: StripeEvents.granting)
        var sentences: [String] = []
        if isOff { sentences.append("every webhook endpoint for \(StripeEvents.granting[0]) is disabled") }
        if undelivered > 0 {
            sentences.append("\(Int(undelivered).of("granting event")) could not be delivered for more than an hour")
        }
        return sentences.isEmpty ? nil : RunEvent(.webhooksUndelivered, sentences.joined(separator: ", and "))
    }
}

/// Events of Stripe's that grant credits.
enum StripeEvents {
    /// Their types, the usual one first.
    static let granting = ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
}
