/// Where the value of one of the granting function's arguments comes from.
public enum ArgumentSource: Hashable, Sendable {
    /// The buyer's id in the ledger.
    case user
    /// The buyer's e-mail address, from the mapped users.
    case email
    /// The credits, in the function's units.
    case credits
    /// The balance that the buyer is to have afterwards, in the function's units, for a function that sets it.
    case newBalance
    /// The ledger's word for a purchase.
    case type
    /// A sentence for people.
    case description
    /// The checkout session's id.
    case sessionID
    /// The payment intent's id.
    case paymentIntentID
    /// The id of the event that should have granted; NULL where it is not known.
    case eventID
    /// The charge's id.
    case chargeID
    /// The invoice's id; NULL where there is none.
    case invoiceID
    /// The Stripe customer's id.
    case customerID
    /// The package that was sold.
    case packageID
    /// What was paid, in the currency's minor units.
    case amountMinor
    /// What was paid, as a decimal number of the currency's major units.
    case amountDecimal
    /// The currency, in lower case as Stripe writes it.
    case currency
    /// A JSON object that says who granted, for which session and in which run.
    case metadata
    /// A uuid that is always the same for the session: version 5 of its id.
    case sessionUUID
    /// Always that text.
    case literal(String)

    /// The sources that a configuration names by one word; ``literal(_:)`` takes a value.
    public static let named: [String: ArgumentSource] = [
        "user": .user, "email": .email, "credits": .credits, "new_balance": .newBalance, "type": .type,
        "description": .description, "session_id": .sessionID, "payment_intent_id": .paymentIntentID,
        "event_id": .eventID, "charge_id": .chargeID, "invoice_id": .invoiceID, "customer_id": .customerID,
        "package_id": .packageID, "amount_minor": .amountMinor, "amount_decimal": .amountDecimal,
        "currency": .currency, "metadata": .metadata, "session_uuid": .sessionUUID,
    ]

    /// The word that a configuration has for it; nil for a literal.
    public var word: String? { Self.named.first { $0.value == self }?.key }
}
