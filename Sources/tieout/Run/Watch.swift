import PostgresLedger
import Reconciliation
import StripeAPI

/// Looks for what is unusual beside the findings: declines, and webhooks that do not arrive.
struct Watch {
    let ledger: PostgresLedger
    let endpoints: EndpointLook

    /// What was seen.
    struct Look {
        /// What somebody has to be told.
        var events: [RunEvent]
        /// What could not be looked at.
        var unexamined: Set<RunEvent.Code> = []
        /// Why.
        var problem: String?
    }

    /// Looks.
    ///
    /// - Throws: `PostgresError`. What Stripe does not let us see is not told, and not over.
    func look(at run: RunID) async throws -> Look {
        let spike = PaymentFailureWatch().event(on: try await ledger.countChargeDays(of: run))
        let undelivered = try await ledger.undeliveredEvents()
        var look = Look(events: [spike].compactMap(\.self))
        var sentences: [String] = []
        switch endpoints.answer {
        case .success(let endpoints):
            if endpoints.hasOnlyDisabled(for: StripeEvents.granting) {
                sentences.append("every webhook endpoint for \(StripeEvents.granting[0]) is disabled")
            }
        // Such a key never sees them, so that nothing of them was ever told.
        case .failure(.missingPermission): break
        case .failure(let error):
            look.problem = "\(error)"
            look.unexamined = [.webhooksUndelivered]
        }
        if undelivered > 0 {
            sentences.append("\(Int(undelivered).of("granting event")) could not be delivered for more than an hour")
        }
        if !sentences.isEmpty {
            look.events.append(RunEvent(.webhooksUndelivered, sentences.joined(separator: ", and ")))
        }
        return look
    }
}

/// Events of Stripe's that grant credits.
enum StripeEvents {
    /// Their types, the usual one first.
    static let granting = ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
}
