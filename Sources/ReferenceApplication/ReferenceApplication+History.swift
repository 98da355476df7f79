import PostgresLedger
import StripeSimulator

extension ReferenceApplication {
    /// How many steps are committed at once: the application commits each, but a month that is lived again shall not
    /// wait for the disk thousands of times.
    private static let stepsInTransaction = 1_000

    /// Lives through a month: packages on sale, buyers, pages, webhooks with their flaws, use, deletions, in order.
    ///
    /// - Throws: `PostgresError`; what was lived through until then may be kept in part.
    public func live(through month: SalesMonth) throws(PostgresError) {
        let start = month.options.ending - (month.options.days + 365) * 86_400
        try connection.transaction { () throws(PostgresError) in try stock(at: start) }
        var rest = month.history[...]
        while !rest.isEmpty {
            let steps = rest.prefix(Self.stepsInTransaction)
            try connection.transaction { () throws(PostgresError) in
                for step in steps { try live(through: step) }
            }
            rest = rest.dropFirst(Self.stepsInTransaction)
        }
    }

    /// Lives through one step. Movements are dated only within a transaction, which must be open.
    public func live(through step: HistoryStep) throws(PostgresError) {
        switch step {
        case .signUp(let buyer): try signUp(buyer)
        case .openCheckout(let promise): try openCheckout(promise)
        case .webhook(let delivery): try handle(delivery)
        case .consume(let consumption): try consume(consumption)
        case .deleteBuyer(let id, _): try deleteBuyer(id)
        }
    }
}
