import StripeSimulator

extension Auditor {
    /// What is found of a session, and where it ends up.
    mutating func judge(_ facts: SessionFacts) {
        let isPaid = facts.session.paymentStatus == "paid"
        let isFree = facts.session.paymentStatus == "no_payment_required"
        let id = facts.session.id
        findStaleCheckout(facts)
        // Of what was not paid for everything is too much, not only what was given again.
        if isPaid || isFree { findDuplicate(facts) }
        if !isPaid, !isFree, facts.standing > 0 || !facts.completed.isEmpty {
            find(
                "phantom_grant",
                id,
                "critical",
                credits: max(facts.standing, 0),
                expected: 0,
                recorded: facts.session.amountTotal,
                in: facts.session.currency
            )
        }
        if facts.exclusion == nil, isFree, facts.session.status == "complete", facts.grants.isEmpty {
            find("free_session", facts, "info", credits: facts.promise.credits, recorded: nil)
        }
        if facts.exclusion == nil, isPaid, timing(facts) == nil {
            findAmountMismatch(facts)
            findCurrencyMismatch(facts)
            findPackageMismatch(facts)
            if facts.grants.isEmpty { judgeUngranted(facts) } else { judgeGranted(facts) }
        }
        end("checkout_session", id, ending(facts))
    }

    /// Notes a finding of a session of which the session's amount is expected.
    mutating func find(
        _ kind: String,
        _ facts: SessionFacts,
        _ severity: String,
        credits: Int64?,
        recorded: Int64? = 0,
        hold: String? = nil
    ) {
        find(
            kind,
            facts.session.id,
            severity,
            credits: credits,
            expected: facts.session.amountTotal,
            recorded: recorded,
            in: facts.session.currency,
            hold: hold
        )
    }

    private mutating func findStaleCheckout(_ facts: SessionFacts) {
        guard let checkout = facts.checkout else { return }
        let isDone = facts.session.status == "complete" && facts.session.paymentStatus != "unpaid"
        let isExpired = facts.session.status == "expired"
        if isDone && checkout.status != "completed"
            || isExpired && checkout.status != "expired" && checkout.status != "cancelled"
        {
            find("stale_checkout", facts.session.id, "low", in: facts.session.currency)
        }
    }

    private mutating func findDuplicate(_ facts: SessionFacts) {
        guard facts.grants.count > 1, facts.standing > facts.owed else { return }
        find(
            "duplicate_grant",
            facts,
            "critical",
            credits: facts.standing - facts.owed,
            recorded: facts.session.amountTotal.map { $0 * Int64(facts.grants.count) }
        )
    }

    /// Why a paid session cannot be judged yet, by name: its charge is not to be seen because of when it was made.
    private func timing(_ facts: SessionFacts) -> String? {
        guard facts.charges.isEmpty, facts.grants.isEmpty else { return nil }
        if facts.session.created < period.lowerBound { return "before_period" }
        return facts.session.created >= period.upperBound - 25 * .hour ? "paid_after_cut_off" : nil
    }

    private mutating func judgeUngranted(_ facts: SessionFacts) {
        let promise = facts.promise
        guard !facts.isFullyRefunded else { return }
        if promise.buyersDisagree { find("buyer_mismatch", facts, "high", credits: promise.credits) }
        if promise.credits == nil || promise.creditsDisagree {
            find("credits_mismatch", facts, "high", credits: promise.credits)
        }
        if !promise.buyersDisagree, !facts.buyerExists {
            let isDeleted = promise.buyer.map(Self.isUUID) == true
            find("unattributable_payment", facts, isDeleted ? "info" : "high", credits: promise.credits)
        }
        guard !promise.buyersDisagree, facts.buyerExists, !promise.creditsDisagree, let credits = promise.credits else {
            return
        }
        if !facts.completed.isEmpty {
            // Before the journal began, nothing could have been written into it.
            guard let journalBegan, journalBegan <= facts.session.created else { return }
            find("uncredited_purchase", facts, "high", credits: credits, hold: hold(facts) ?? "needs_approval")
        } else {
            let kind = facts.failed.isEmpty ? "missed_purchase" : "failed_fulfilment"
            find(kind, facts, "high", credits: credits, hold: hold(facts))
        }
    }

    /// What makes a grant wait, the first that applies.
    private func hold(_ facts: SessionFacts) -> String? {
        if facts.charges.isEmpty { return "charge_unknown" }
        if facts.isRefundPending { return "refund_pending" }
        if facts.isDisputed { return "disputed" }
        if facts.refunded > 0 { return "partly_refunded" }
        if !facts.promise.isProven { return "promise_unproven" }
        // A movement that carries the sale's id and gives nothing is no proof that nothing was given.
        return facts.isAmbiguous || !facts.movements.isEmpty ? "ambiguous_movement" : nil
    }

    private mutating func judgeGranted(_ facts: SessionFacts) {
        let promise = facts.promise
        judgeReturns(facts)
        let receivers = Set(facts.grants.map(\.user))
        if receivers.count > 1 || (!promise.buyersDisagree && promise.buyer != nil && receivers != [promise.buyer]) {
            find("buyer_mismatch", facts, "high", credits: promise.credits, recorded: nil)
        }
        if facts.completed.isEmpty, receivers.count == 1, facts.standing > 0 {
            find("unrecorded_grant", facts, "medium", credits: facts.standing)
        }
        guard let credits = promise.credits, !promise.creditsDisagree else { return }
        // After money went back fewer credits may be right, more never are; too many by a second grant is a duplicate.
        let isReduced = facts.refunded > 0 || facts.isDisputed
        if facts.standing < credits && !isReduced || facts.standing > credits && facts.grants.count == 1 {
            find("credits_mismatch", facts, "high", credits: credits, recorded: nil)
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
            if credits > 0 { find("phantom_grant", id, "critical", credits: credits, expected: 0) }
        }
    }

    private static func isUUID(_ text: String) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
            && text.allSatisfy { $0 == "-" || $0.isHexDigit }
    }
}
