import StripeSimulator

extension Auditor {
    /// What is found of a session, and where it ends up.
    mutating func judge(_ facts: SessionFacts) {
        let isPaid = facts.session.paymentStatus == "paid"
        let isFree = facts.session.paymentStatus == "no_payment_required"
        findStaleCheckout(facts)
        findDuplicate(facts)
        if !isPaid, !isFree, facts.standing > 0 || !facts.completed.isEmpty {
            find("phantom_grant", facts.session.id, "critical", credits: max(facts.standing, 0))
        }
        if facts.exclusion == nil, isFree, facts.session.status == "complete", facts.grants.isEmpty {
            find("free_session", facts.session.id, "info")
        }
        if facts.exclusion == nil, isPaid, timing(facts) == nil {
            findAmountMismatch(facts)
            if facts.grants.isEmpty { judgeUngranted(facts) } else { judgeGranted(facts) }
        }
        end("checkout_session", facts.session.id, ending(facts))
    }

    private mutating func findStaleCheckout(_ facts: SessionFacts) {
        guard let checkout = facts.checkout else { return }
        let isDone = facts.session.status == "complete" && facts.session.paymentStatus != "unpaid"
        let isExpired = facts.session.status == "expired"
        if isDone && checkout.status != "completed"
            || isExpired && checkout.status != "expired" && checkout.status != "cancelled"
        {
            find("stale_checkout", facts.session.id, "low")
        }
    }

    private mutating func findDuplicate(_ facts: SessionFacts) {
        guard facts.grants.count > 1 else { return }
        let owed = facts.promise.credits ?? facts.standing / Int64(facts.grants.count)
        if facts.standing > owed {
            find("duplicate_grant", facts.session.id, "critical", credits: facts.standing - owed)
        }
    }

    private mutating func findAmountMismatch(_ facts: SessionFacts) {
        guard let total = facts.session.amountTotal, let currency = facts.session.currency else { return }
        let paid = MinorUnits.major(total, currency)
        if facts.completed.contains(where: { MinorUnits.cents(of: $0.amount) != MinorUnits.cents(of: paid) }) {
            find("amount_mismatch", facts.session.id, "high")
        }
    }

    /// Why a paid session cannot be judged yet, by name: its charge is not to be seen because of when it was made.
    private func timing(_ facts: SessionFacts) -> String? {
        guard facts.charges.isEmpty, facts.grants.isEmpty else { return nil }
        if facts.session.created < period.lowerBound { return "before_period" }
        return facts.session.created >= period.upperBound - 25 * .hour ? "paid_after_cut_off" : nil
    }

    private mutating func judgeUngranted(_ facts: SessionFacts) {
        let id = facts.session.id
        let promise = facts.promise
        guard !facts.isFullyRefunded else { return }
        if promise.buyersDisagree { find("buyer_mismatch", id, "high") }
        if promise.credits == nil || promise.creditsDisagree { find("credits_mismatch", id, "high") }
        if !promise.buyersDisagree, !facts.buyerExists {
            find("unattributable_payment", id, promise.buyer.map(Self.isUUID) == true ? "info" : "high")
        }
        guard !promise.buyersDisagree, facts.buyerExists, !promise.creditsDisagree, let credits = promise.credits else {
            return
        }
        if !facts.completed.isEmpty {
            // Before the journal began, nothing could have been written into it.
            guard let journalBegan, journalBegan <= facts.session.created else { return }
            find("uncredited_purchase", id, "high", credits: credits, hold: hold(facts) ?? "needs_approval")
        } else {
            let kind = facts.failed.isEmpty ? "missed_purchase" : "failed_fulfilment"
            find(kind, id, "high", credits: credits, hold: hold(facts))
        }
    }

    /// What makes a grant wait, the first that applies.
    private func hold(_ facts: SessionFacts) -> String? {
        if facts.charges.isEmpty { return "charge_unknown" }
        if facts.isDisputed { return "disputed" }
        if facts.isRefundPending { return "refund_pending" }
        if facts.refunded > 0 { return "partly_refunded" }
        if !facts.promise.isProven { return "promise_unproven" }
        // A movement that carries the sale's id and gives nothing is no proof that nothing was given.
        return facts.isAmbiguous || !facts.movements.isEmpty ? "ambiguous_movement" : nil
    }

    private mutating func judgeGranted(_ facts: SessionFacts) {
        let id = facts.session.id
        let promise = facts.promise
        let receivers = Set(facts.grants.map(\.user))
        if receivers.count > 1 || (!promise.buyersDisagree && promise.buyer != nil && receivers != [promise.buyer]) {
            find("buyer_mismatch", id, "high")
        }
        if facts.completed.isEmpty, receivers.count == 1, facts.standing > 0 {
            find("unrecorded_grant", id, "medium", credits: facts.standing)
        }
        guard let credits = promise.credits, !promise.creditsDisagree else { return }
        // After money went back fewer credits may be right, more never are; too many by a second grant is a duplicate.
        let isReduced = facts.refunded > 0 || facts.isDisputed
        if facts.standing < credits && !isReduced || facts.standing > credits && facts.grants.count == 1 {
            find("credits_mismatch", id, "high")
        }
    }

    /// Where a session ends up when nothing is found of it.
    private func ending(_ facts: SessionFacts) -> String {
        if let exclusion = facts.exclusion { return exclusion }
        switch facts.session.paymentStatus {
        case "paid": break
        case "no_payment_required" where !facts.grants.isEmpty: return "matched"
        default:
            return facts.session.status == "open" || facts.session.status == "expired"
                ? facts.session.status : "awaiting_payment"
        }
        if !facts.grants.isEmpty { return "matched" }
        if facts.isFullyRefunded { return "refunded_before_grant" }
        if let timing = timing(facts) { return timing }
        return facts.completed.isEmpty ? "unexplained" : "before_journal"
    }

    /// Grants for sessions that Stripe, asked by id, does not know. What was taken back counts against what was given.
    mutating func judgeUnknownSessions() {
        for (id, isKnown) in sight.asked where !isKnown && id.hasPrefix("cs_") {
            let movements = rows.movements.filter { $0.type != "consume" && $0.stripeIDs.contains(id) }
            let purchases = rows.purchases.filter { $0.session == id && $0.status == "completed" }
            let credits =
                movements.isEmpty
                ? purchases.reduce(0) { $0 + $1.credits } : movements.reduce(0) { $0 + $1.credits }
            if credits > 0 { find("phantom_grant", id, "critical", credits: credits) }
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
            && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }
}
