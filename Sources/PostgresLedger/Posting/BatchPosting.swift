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
        guard let statement = Statement.batch(action), let first = batch.first else { return [] }
        do throws(PostgresError) {
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
        let rows = Self.json(batch.map(\.batchRow))
        let connection = try connection
        return try connection.transaction { () throws(PostgresError) -> Set<String> in
            var written: Set<String> = []
            for row in try connection.query(statement, [.json(rows), .text(context.run.text)]) {
                written.insert(try row.text("stripe_id"))
            }
            return written
        }
    }
}

extension Correction {
    /// The row as an element of the JSON that the batch statements take, under the names of the posting views.
    fileprivate var batchRow: [String: Any] {
        var row: [String: Any] = ["stripe_id": stripeID, "fingerprint": fingerprint]
        row["recorded_status"] = facts["recorded_status"]
        row["expected_status"] = facts["expected_status"]
        row["created_at"] = occurredAt?.rfc3339
        row["currency"] = amount?.currency.code
        switch action {
        case .recordPurchase:
            row["stripe_session_id"] = stripeID
            row["user_id"] = userID
            row["package_id"] = facts["package_id"]
            row["credits"] = credits
            row["amount"] = amount?.majorUnits
            row["stripe_customer_id"] = facts["customer"]
            row["completed_at"] = facts["paid_at"]
        case .recordPayment:
            row["stripe_payment_intent_id"] = stripeID
            row["amount"] = amount?.majorUnits
            row["status"] = facts["status"]
            row["metadata"] = ["source": "tieout"]
        case .recordInvoice:
            row["stripe_invoice_id"] = stripeID
            row["stripe_subscription_id"] = facts["subscription"]
            row["amount_paid"] = amount?.majorUnits
            row["amount_due"] = majorUnits(fact: "amount_due")
            row["status"] = facts["status"]
            row["billing_reason"] = facts["billing_reason"]
        case .syncCheckout: row["completed_at"] = facts["completed_at"]
        case .syncInvoice:
            row["amount_paid"] = majorUnits(fact: "amount_paid_minor")
            row["recorded_amount"] = facts["recorded"]
        case .syncPayment, .grant, .takeBack: break
        }
        return row
    }

    /// A fact in minor units as decimal text in major units of the correction's currency.
    private func majorUnits(fact: String) -> String? {
        guard let minor = facts[fact].flatMap({ Int64($0) }), let currency = amount?.currency ?? factCurrency else {
            return nil
        }
        return Money(minorUnits: minor, currency).majorUnits
    }

    private var factCurrency: Currency? { facts["currency"].flatMap { Currency($0) } }
}

extension Statement {
    fileprivate static func batch(_ action: CorrectionAction) -> Statement? {
        switch action {
        case .grant, .takeBack: nil
        case .recordPurchase: Statement("record_purchases", embedded: PackageResources.record_purchases_sql)
        case .recordPayment: Statement("record_payments", embedded: PackageResources.record_payments_sql)
        case .recordInvoice: Statement("record_invoices", embedded: PackageResources.record_invoices_sql)
        case .syncCheckout: Statement("sync_checkouts", embedded: PackageResources.sync_checkouts_sql)
        case .syncPayment: Statement("sync_payments", embedded: PackageResources.sync_payments_sql)
        case .syncInvoice: Statement("sync_invoices", embedded: PackageResources.sync_invoices_sql)
        }
    }
}
