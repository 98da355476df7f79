import Failpoints
import Foundation
import Reconciliation

/// Posts log rows and statuses: up to a thousand in one statement, each compared with what was seen before it is set.
extension PostgresLedger {
    /// Posts corrections that move no credits.
    ///
    /// A batch that fails is halved until the row that fails stands alone, so one bad row does not undo the others.
    ///
    /// - Throws: ``PostgresError`` when the connection or the lease is lost.
    public func postRecords(
        _ corrections: [Correction],
        context: PostingContext
    ) throws(PostgresError) -> [PostedCorrection] {
        var posted: [PostedCorrection] = []
        for action in CorrectionAction.allCases where !action.movesCredits {
            for batch in corrections.filter({ $0.action == action }).batches(of: 1_000) {
                posted += try post(batch, by: action, context)
            }
        }
        return posted
    }

    private func post(
        _ batch: ArraySlice<Correction>,
        by action: CorrectionAction,
        _ context: PostingContext
    ) throws(PostgresError) -> [PostedCorrection] {
        guard let first = batch.first else { return [] }
        do throws(PostgresError) {
            guard let statement = Statement.batch(action, try ledgerReading().columns) else { return [] }
            let written = try write(batch, by: statement, context)
            let now = try databaseNow()
            return batch.map { correction in
                let outcome: PostingOutcome =
                    written.contains(correction.stripeID)
                    ? .posted(balanceBefore: nil, balanceAfter: nil) : .changed("the row is not what it was")
                return PostedCorrection(correction: correction, outcome: outcome, postedAt: now)
            }
        } catch {
            if needsConnection || error == .leaseLost { throw error }
            if batch.count == 1 {
                return [
                    PostedCorrection(
                        correction: first,
                        outcome: .failed(error.description),
                        postedAt: try databaseNow()
                    )
                ]
            }
            let middle = batch.startIndex + batch.count / 2
            return try post(batch[..<middle], by: action, context) + post(batch[middle...], by: action, context)
        }
    }

    /// Writes the rows of a batch and gives the Stripe ids of those that were still as the plan saw them.
    private func write(
        _ batch: ArraySlice<Correction>,
        by statement: Statement,
        _ context: PostingContext
    ) throws(PostgresError) -> Set<String> {
        let rows = Self.json(batch.map { $0.batchRow(in: mapping) })
        var parameters: [Parameter] = [.json(rows), .text(context.run.text), .text(context.approvedBy)]
        if batch.first?.action == .recordPurchase { parameters.append(.texts(mapping.completedWords)) }
        let connection = try connection
        return try connection.transaction { () throws(PostgresError) -> Set<String> in
            var written: Set<String> = []
            for row in try connection.query(statement, parameters) {
                written.insert(try row.text("stripe_id"))
            }
            Step.reached(.batchWritten)
            return written
        }
    }
}

extension Correction {
    /// The row as an element of the JSON that the batch statements take, under the names of the posting views and in the
    /// application's words and units.
    fileprivate func batchRow(in mapping: LedgerMapping) -> [String: Any] {
        let table = action.view.flatMap { mapping.tables[$0] }
        let word = { (word: String) in table?.word(for: word, in: "status") ?? word }
        let inTable = { (money: Money?) in
            table?.amountUnit == .minor ? money.map { "\($0.minorUnits)" } : money?.majorUnits
        }
        var row: [String: Any] = ["stripe_id": stripeID, "fingerprint": fingerprint]
        row["recorded_words"] = facts["recorded_status"].map { table?.words["status"]?[$0] ?? [$0] }
        row["status"] = (facts["expected_status"] ?? facts["status"]).map(word)
        row["created_at"] = occurredAt?.rfc3339
        row["currency"] = amount?.currency.code
        row["completed_at"] = facts["completed_at"]
        switch action {
        case .recordPurchase:
            row["stripe_session_id"] = stripeID
            row["stripe_payment_intent_id"] = facts["payment_intent"]
            row["user_id"] = userID
            row["package_id"] = facts["package_id"]
            row["credits"] = credits.map { $0 * (table?.unitsPerCredit ?? 1) }
            row["amount"] = inTable(amount)
            row["payment_method"] = "stripe"
            row["status"] = word("completed")
            row["stripe_customer_id"] = facts["customer"]
            row["completed_at"] = facts["paid_at"]
        case .recordPayment:
            row["stripe_payment_intent_id"] = stripeID
            row["amount"] = inTable(amount)
            row["metadata"] = ["source": "tieout"]
        case .recordInvoice:
            row["stripe_invoice_id"] = stripeID
            row["stripe_subscription_id"] = facts["subscription"]
            row["amount_paid"] = inTable(amount)
            row["amount_due"] = inTable(money(fact: "amount_due"))
            row["billing_reason"] = facts["billing_reason"]
        case .syncInvoice:
            row["amount_paid"] = inTable(money(fact: "amount_paid_minor"))
            row["recorded_amount"] = facts["recorded"].flatMap { Decimal(string: $0) }.map { recorded in
                let decimals = (amount?.currency ?? factCurrency)?.exponent ?? 2
                return "\(table?.amountUnit == .minor ? recorded * pow(10, decimals) : recorded)"
            }
        case .syncCheckout, .syncPayment, .grant, .takeBack: break
        }
        return row
    }

    /// A fact in minor units as money of the correction's currency.
    private func money(fact: String) -> Money? {
        guard let minor = facts[fact].flatMap({ Int64($0) }), let currency = amount?.currency ?? factCurrency else {
            return nil
        }
        return Money(minorUnits: minor, currency)
    }

    private var factCurrency: Currency? { facts["currency"].flatMap { Currency($0) } }
}

extension Statement {
    /// The statement of an action, of the columns that there are.
    fileprivate static func batch(_ action: CorrectionAction, _ columns: KeptColumns) -> Statement? {
        switch action {
        case .grant, .takeBack: nil
        case .recordPurchase:
            Statement("record_purchases", embedded: PackageResources.record_purchases_sql, of: columns.of(.purchase))
        case .recordPayment:
            Statement("record_payments", embedded: PackageResources.record_payments_sql, of: columns.of(.payment))
        case .recordInvoice:
            Statement("record_invoices", embedded: PackageResources.record_invoices_sql, of: columns.of(.invoice))
        case .syncCheckout:
            Statement("sync_checkouts", embedded: PackageResources.sync_checkouts_sql, of: columns.of(.checkout))
        case .syncPayment:
            Statement("sync_payments", embedded: PackageResources.sync_payments_sql, of: columns.of(.payment))
        case .syncInvoice:
            Statement("sync_invoices", embedded: PackageResources.sync_invoices_sql, of: columns.of(.invoice))
        }
    }
}

extension CorrectionAction {
    /// The view whose table it writes; nil for what goes through the granting function.
    fileprivate var view: LedgerView? {
        switch self {
        case .grant, .takeBack: nil
        case .recordPurchase: .purchase
        case .recordPayment, .syncPayment: .payment
        case .recordInvoice, .syncInvoice: .invoice
        case .syncCheckout: .checkout
        }
    }
}
