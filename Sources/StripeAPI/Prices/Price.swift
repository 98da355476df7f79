import Reconciliation

/// What Stripe sells something for (`/v1/prices`).
public struct Price: Hashable, Sendable {
    /// `price_…`.
    public let id: String
    /// Whether it may still be sold at (`active`).
    public let isActive: Bool
    /// Whether it is paid again and again instead of once (`type`).
    public let isRecurring: Bool
    /// The currency of the price itself (`currency`); others that it may be shown in are left aside.
    public let currency: Currency
    /// Minor units of the currency (`unit_amount`); nil where the price is no whole amount for each piece: in tiers, named by
    /// the buyer, or in parts of a minor unit.
    public let unitAmount: Int64?
    /// Whether it is of live mode (`livemode`).
    let isLive: Bool
}

extension Price: Decodable {
    private enum Key: String, CodingKey {
        case object, id, active, type, currency, livemode
        case unitAmount = "unit_amount"
    }

    /// Decodes a price object.
    ///
    /// - Throws: `DecodingError` when the object is none, or a field is not as Stripe documents it.
    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        guard try object.decode(String.self, forKey: .object) == "price" else {
            throw DecodingError.dataCorruptedError(forKey: .object, in: object, debugDescription: "it is no price")
        }
        id = try object.decode(String.self, forKey: .id)
        isActive = try object.decode(Bool.self, forKey: .active)
        isRecurring = try object.decode(String.self, forKey: .type) == "recurring"
        currency = try object.decode(Currency.self, forKey: .currency)
        unitAmount = try object.decodeIfPresent(Int64.self, forKey: .unitAmount)
        isLive = try object.decode(Bool.self, forKey: .livemode)
    }
}
