import PostgresLedger
import Reconciliation
import StripeAPI

/// Why an event is not sent.
enum ReplaySkip: Hashable {
    /// The endpoint took it from an earlier replay.
    case replayed(Instant)
    /// Stripe has it no longer.
    case gone
    /// Stripe has delivered it since it was listed.
    case deliveredMeanwhile
    /// The endpoint is not set up to be sent events of that type.
    case notTaken(endpoint: String)
    /// Its purchase was granted, and nothing would keep the application from granting it again.
    case granted(evidence: String)
    /// Its purchase was granted, and the endpoint has answered 2xx to Stripe.
    case grantedAndDelivered(evidence: String)
    /// Stripe may deliver it as well until then, and nothing would keep the application from granting twice.
    case stripeStillTries(until: Instant)
    /// The application may still be handling an earlier try of it until then, and nothing would keep it from granting twice.
    case triedLately(until: Instant)
    /// The ledger cannot show whether its purchase was granted.
    case noEvidence

    /// The reason's name for machines.
    var name: String {
        switch self {
        case .replayed: "already_replayed"
        case .gone: "gone"
        case .deliveredMeanwhile: "delivered_meanwhile"
        case .notTaken: "type_not_taken"
        case .granted: "granted_without_guard"
        case .grantedAndDelivered: "granted_and_delivered"
        case .stripeStillTries: "stripe_still_tries_without_guard"
        case .triedLately: "tried_lately_without_guard"
        case .noEvidence: "no_evidence_without_guard"
        }
    }

    /// Whether it is none for a resend of Stripe's own, which ends Stripe's trying.
    var endsWithAResend: Bool {
        if case .stripeStillTries = self { return true }
        return false
    }

    /// The reason in plain words.
    var sentence: String {
        switch self {
        case .replayed(let instant): "the endpoint took it from a replay at \(instant); --again sends it once more"
        case .gone: "Stripe has it no longer: events are kept for 30 days"
        case .deliveredMeanwhile: "Stripe has delivered it meanwhile"
        case .notTaken(let endpoint): "the endpoint (\(endpoint)) does not take this type"
        case .granted(let evidence): "\(evidence), and no guard keeps the application from granting it again"
        case .grantedAndDelivered(let evidence):
            "\(evidence), and Stripe counts it as delivered; name it by id to send it"
        case .stripeStillTries(let instant):
            "Stripe may deliver it too until \(instant), and no guard keeps the application from granting twice"
        case .triedLately(let instant):
            "the application may still be handling an earlier replay of it until \(instant), and no guard keeps it from granting twice"
        case .noEvidence:
            "nothing in the ledger carries a Stripe id, so nobody can say whether its purchase was granted"
        }
    }
}

/// An event that may be sent.
struct ReplayableEvent {
    let payload: EventPayload
    /// The checkout session of the purchase that it is about; nil where it is about none.
    let session: String?
}

/// Decides whether an event may be sent: never twice without being asked, and never where it could grant a purchase twice.
struct ReplayGate {
    let request: ReplayRequest
    let stripe: StripeClient
    let ledger: PostgresLedger
    /// The endpoint as it is written down.
    let endpoint: String
    /// What Stripe knows of the endpoint; nil where it is none of the account's, or may not be read.
    let registered: WebhookEndpoint?
    let guardStanding: GuardStanding
    /// How long Stripe may deliver an event, in seconds.
    let patience: Int64
    /// Whether a ledger row could show a grant at all.
    let hasEvidence: Bool

    /// How long before an event its purchase may have been granted: refunds and disputes come months later.
    private static let oldestMovement = 180 * Int64.day

    /// What becomes of an event, looked at now.
    enum Verdict {
        case send(ReplayableEvent)
        case skip(ReplaySkip)
    }

    /// What can be said without reading the event; nil where it has to be read.
    func firstLook(at event: ListedEvent) async throws -> ReplaySkip? {
        if !request.again, let delivered = try await ledger.replayDelivered(event.id, to: endpoint) {
            return .replayed(delivered)
        }
        if request.ids.isEmpty, let registered, !registered.takes(event.type) {
            return .notTaken(endpoint: registered.id)
        }
        return nil
    }

    /// Reads an event and judges it.
    ///
    /// - Throws: `StripeError`, `PostgresError`.
    func verdict(on event: ListedEvent) async throws -> Verdict {
        if let skip = try await firstLook(at: event) { return .skip(skip) }
        guard let payload = try await stripe.event(id: event.id) else { return .skip(.gone) }
        let isPending = payload.pendingWebhooks > 0
        if request.ids.isEmpty, !request.includesDelivered, !isPending { return .skip(.deliveredMeanwhile) }
        guard let purchase = try await purchase(of: payload) else {
            return .send(ReplayableEvent(payload: payload, session: nil))
        }
        if let skip = try await risk(of: purchase, payload, isPending: isPending) { return .skip(skip) }
        return .send(ReplayableEvent(payload: payload, session: purchase.session))
    }

    /// What speaks against sending an event of a purchase.
    private func risk(of purchase: EventPurchase, _ event: EventPayload, isPending: Bool) async throws -> ReplaySkip? {
        let evidence = try await ledger.grantEvidence(
            carrying: purchase.ids + [event.id],
            since: event.created - Self.oldestMovement
        )
        guard !guardStanding.isInForce else {
            guard let evidence, !isPending, request.ids.isEmpty else { return nil }
            return .grantedAndDelivered(evidence: evidence)
        }
        if let evidence { return .granted(evidence: evidence) }
        guard hasEvidence else { return .noEvidence }
        let until = event.created + patience
        if isPending, until > .now { return .stripeStillTries(until: until) }
        guard let sent = try await ledger.unsettledReplay(of: event.id), sent + patience > .now else { return nil }
        return .triedLately(until: sent + patience)
    }

    /// A purchase of something, and the ids under which it may stand in the ledger.
    private struct EventPurchase {
        let session: String
        var ids: [String]
    }

    /// The purchase that an event is about: that of its checkout session, or of the session whose payment it is about.
    private func purchase(of event: EventPayload) async throws -> EventPurchase? {
        var purchase: EventPurchase
        if event.objectKind == "checkout.session" {
            guard event.sessionMode == "payment", let session = event.objectID else { return nil }
            purchase = EventPurchase(session: session, ids: event.relatedIDs)
        } else {
            guard let intent = event.paymentIntent else { return nil }
            let sessions = try await stripe.checkoutSessions(paymentIntent: intent)
            guard sessions.count > 0 else { return nil }
            purchase = EventPurchase(session: sessions.id(row: 0), ids: [sessions.id(row: 0)] + event.relatedIDs)
        }
        if let intent = event.paymentIntent { purchase.ids += try await charges(of: intent) }
        return purchase
    }

    private func charges(of intent: String) async throws -> [String] {
        var charges: [String] = []
        try await stripe.list(.charge, filters: [.paymentIntent(intent)]) { page in
            charges += (0..<page.count).map(page.id)
        }
        return charges
    }
}
