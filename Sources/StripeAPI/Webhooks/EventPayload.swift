import Foundation
import Reconciliation

/// One event as Stripe gives it (`/v1/events/evt_…`): the bytes, and what has to be known of them.
///
/// Stripe keeps events for 30 days. Each is rendered for good in the version that was the account's default when it happened.
public struct EventPayload: Hashable, Sendable {
    /// `evt_…`.
    public let id: String
    /// Such as `checkout.session.completed`.
    public let type: String
    /// When it happened (`created`).
    public let created: Instant
    /// The version in which it is rendered (`api_version`); nil for those before 2014.
    public let apiVersion: String?
    /// How many endpoints have not been served successfully yet (`pending_webhooks`).
    public let pendingWebhooks: Int64
    /// What `data.object` is of, such as `checkout.session`.
    public let objectKind: String?
    /// The id of `data.object`.
    public let objectID: String?
    /// What a checkout session was for (`mode`); nil for other objects.
    public let sessionMode: String?
    /// The payment intent that the object is or names.
    public let paymentIntent: String?
    /// Every id of the object, and of what it names and was paid by: its own, payment intent, charge, invoice.
    public let relatedIDs: [String]
    /// The event's JSON, byte for byte as Stripe sent it: what is signed and sent on. Writing it anew would change numbers,
    /// the order of members and how letters are escaped.
    public let bytes: [UInt8]
    /// Whether it is of live mode (`livemode`).
    let isLive: Bool
}

extension EventPayload {
    /// The event of a body.
    ///
    /// - Throws: `DecodingError` when it is none, or a field is not as Stripe documents it.
    init(decoding bytes: [UInt8]) throws {
        let envelope = try JSONDecoder().decode(Envelope.self, from: Data(bytes))
        guard envelope.object == "event" else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "it is no event"))
        }
        let object = envelope.data?.object
        id = envelope.id
        type = envelope.type
        created = Instant(secondsSinceEpoch: envelope.created)
        apiVersion = envelope.api_version
        pendingWebhooks = envelope.pending_webhooks
        isLive = envelope.livemode
        objectKind = object?.object
        objectID = object?.id
        sessionMode = object?.object == "checkout.session" ? object?.mode : nil
        paymentIntent = object?.object == "payment_intent" ? object?.id : object?.payment_intent?.id
        let named = [object?.payment_intent, object?.charge, object?.latest_charge, object?.invoice].compactMap {
            $0?.id
        }
        relatedIDs = [object?.id].compactMap(\.self) + named
        self.bytes = bytes
    }

    /// The members that are read, by Stripe's own names.
    private struct Envelope: Decodable {
        struct Contents: Decodable { let object: Object? }
        struct Object: Decodable {
            let id, object, mode: String?
            let payment_intent, charge, latest_charge, invoice: Reference?
        }

        let id, object, type: String
        let created, pending_webhooks: Int64
        let livemode: Bool
        let api_version: String?
        let data: Contents?
    }

    /// An object that is named by its id, or is there in full; nil where it is something else.
    private struct Reference: Decodable {
        let id: String?

        private struct Expanded: Decodable { let id: String? }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            id = (try? value.decode(String.self)) ?? (try? value.decode(Expanded.self))?.id
        }
    }
}
