import Reconciliation

/// What there is to say of one grant to whoever asks for it by name: the granting function and the purchase log.
struct GrantValues {
    let correction: Correction
    let mapping: LedgerMapping
    let run: RunID
    /// The buyer as the ledger spells them, and their e-mail address where it is known.
    var buyer: (key: String, email: String?)
    /// The session's invoice and the event that should have granted it, where the stage knows them.
    var invoice: String?
    var event: String?
    /// Of a take-back, how many credits it takes; the buyer may have fewer left than are due.
    var taken: Int64?

    /// The credits that move, below zero where they are taken back.
    var credits: Int64 { taken.map { -$0 } ?? correction.credits ?? 0 }

    /// Every id under which the session may stand in the ledger.
    var ids: [String] {
        let known = [
            correction.stripeID, correction.facts["payment_intent"], correction.facts["charge"], invoice, event,
            NamedUUID(correction.stripeID).text,
        ]
        return known.compactMap(\.self)
    }

    /// The value of an argument, as text; nil for NULL.
    ///
    /// - Parameter newBalance: what the buyer is to have afterwards, in the function's units.
    func value(of source: ArgumentSource, newBalance: String?) -> String? {
        switch source {
        case .user: buyer.key
        case .email: buyer.email
        case .credits: String(credits * (mapping.function?.unitsPerCredit ?? 1))
        case .newBalance: newBalance
        case .type: mapping.tables[.movement]?.word(for: type, in: "type") ?? type
        case .description: description
        case .sessionID: correction.stripeID
        case .paymentIntentID: correction.facts["payment_intent"]
        case .eventID: event
        case .chargeID: correction.facts["charge"]
        case .invoiceID: invoice
        case .customerID: correction.facts["customer"]
        case .packageID: correction.facts["package_id"]
        case .amountMinor: correction.amount.map { String($0.minorUnits) }
        case .amountDecimal: correction.amount?.majorUnits
        case .currency: correction.amount?.currency.code
        case .metadata: JSONObjectText(metadata).text
        case .sessionUUID: NamedUUID(correction.stripeID).text
        case .literal(let text): text
        }
    }

    /// The purchase row, as the JSON that the statement takes.
    var purchaseRow: String {
        let table = mapping.tables[.purchase]
        let row: [String: String?] = [
            "user_id": buyer.key,
            "package_id": correction.facts["package_id"],
            "credits": String(credits * (table?.unitsPerCredit ?? 1)),
            "amount": table?.amountUnit == .minor
                ? correction.amount.map { String($0.minorUnits) } : correction.amount?.majorUnits,
            "currency": correction.amount?.currency.code,
            "payment_method": "stripe",
            "status": table?.word(for: "completed", in: "status"),
            "stripe_session_id": correction.stripeID,
            "stripe_payment_intent_id": correction.facts["payment_intent"],
            "stripe_customer_id": correction.facts["customer"],
        ]
        return JSONObjectText(row.compactMapValues(\.self)).text
    }

    private var type: String { correction.action == .takeBack ? "refund" : "purchase" }

    private var description: String {
        guard correction.action != .takeBack else {
            return "Credits of a sale taken back by reconciliation, approved by a person"
        }
        return
            "Purchase of \(correction.facts["package_id"].map { "package \($0)" } ?? "credits"), granted by reconciliation"
    }

    private var metadata: [String: String] {
        let metadata = [
            "source": "tieout", "run_id": run.text, "stripe_session_id": correction.stripeID,
            "package_id": correction.facts["package_id"], "payment_intent": correction.facts["payment_intent"],
            "reason": correction.action == .takeBack ? correction.fingerprint : nil,
        ]
        return metadata.compactMapValues(\.self)
    }
}

extension LedgerMapping {
    /// The application's words for a completed purchase.
    var completedWords: [String] { tables[.purchase]?.words["status"]?["completed"] ?? ["completed"] }
    /// The application's words for a failed one.
    var failedWords: [String] { tables[.purchase]?.words["status"]?["failed"] ?? ["failed"] }
}

extension GrantValues {
    /// What there is to say of a correction that moves credits, with what has to be looked up for it; nil where the buyer
    /// has to be looked up and is not there.
    ///
    /// - Throws: ``PostgresError``.
    init?(
        of correction: Correction,
        for userID: String,
        in run: RunID,
        _ mapping: LedgerMapping,
        _ pipeline: Pipeline
    ) throws(PostgresError) {
        let sources = mapping.function?.arguments.map(\.source) ?? []
        self.init(correction: correction, mapping: mapping, run: run, buyer: (userID, nil))
        if mapping.userIDType == .email || sources.contains(.email) {
            let isAddress = mapping.userIDType == .email
            let rows = try pipeline.ask(
                isAddress ? .grantBuyerByEmail : .grantBuyer,
                [isAddress ? .text(userID) : .inferred(userID)]
            ).rows()
            guard rows.count == 1 else { return nil }
            buyer = (try rows[0].text("key"), try rows[0].optionalText("email"))
        }
        if sources.contains(.invoiceID) || sources.contains(.eventID) {
            let row = try pipeline.ask(.grantSourceIDs, [.text(correction.stripeID)]).rows()[0]
            (invoice, event) = (try row.optionalText("invoice"), try row.optionalText("event"))
        }
    }
}

extension Statement {
    fileprivate static let grantBuyer = Statement("grant_3_buyer", embedded: PackageResources.grant_3_buyer_sql)
    fileprivate static let grantBuyerByEmail = Statement(
        "grant_3_buyer_by_email",
        embedded: PackageResources.grant_3_buyer_by_email_sql
    )
    fileprivate static let grantSourceIDs = Statement(
        "grant_source_ids",
        embedded: PackageResources.grant_source_ids_sql
    )
}
