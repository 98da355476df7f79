import Testing

@testable import StripeSimulator

/// A month is a function of its seed, hangs together as Stripe's objects do, and its truth adds up.
@Suite struct SalesMonthTests {
    static let ending: Int64 = 1_795_478_400

    @Test(arguments: [UInt64(1), 7])
    func theSameSeedGivesTheSameMonth(_ seed: UInt64) {
        #expect(
            fingerprint(SalesMonth(seed: seed, ending: Self.ending))
                == fingerprint(SalesMonth(seed: seed, ending: Self.ending))
        )
        #expect(
            fingerprint(SalesMonth(seed: seed, ending: Self.ending))
                != fingerprint(SalesMonth(seed: seed + 1, ending: Self.ending))
        )
    }

    @Test(arguments: 1...4)
    func everythingHangsTogether(_ seed: Int) {
        let month = SalesMonth(seed: UInt64(seed), ending: Self.ending, sessions: 400)
        let account = month.account
        #expect(account.checkoutSessions.count == 400)
        let intents = Set(account.paymentIntents.map(\.id))
        let charges = Set(account.charges.map(\.id))
        #expect(account.checkoutSessions.compactMap(\.paymentIntent).filter { !intents.contains($0) } == [])
        #expect(account.charges.compactMap(\.paymentIntent).filter { !intents.contains($0) } == [])
        #expect(account.paymentIntents.compactMap(\.latestCharge).filter { !charges.contains($0) } == [])
        #expect(account.refunds.compactMap(\.charge).filter { !charges.contains($0) } == [])
        #expect(account.disputes.map(\.charge).filter { !charges.contains($0) } == [])
        let invoices = Set(account.invoices.map(\.id))
        #expect(account.invoicePayments.map(\.invoice).filter { !invoices.contains($0) } == [])
        for session in account.checkoutSessions where session.mode == "payment" && session.paymentStatus == "paid" {
            let received = account.paymentIntents[session.paymentIntent ?? ""].amountReceived
            #expect(received == session.amountTotal, "seed \(seed): \(session.id)")
        }
        for charge in account.charges {
            let returned = account.refunds.filter { $0.charge == charge.id && $0.status != "failed" }.map(\.amount)
            #expect(charge.amountRefunded == returned.reduce(0, +), "seed \(seed): \(charge.id)")
        }
    }

    @Test(arguments: 1...4)
    func nothingHappensOutsideTheMonth(_ seed: Int) {
        let month = SalesMonth(seed: UInt64(seed), ending: Self.ending, sessions: 400)
        let span = (Self.ending - 30 * 86_400)..<Self.ending
        #expect(month.account.checkoutSessions.filter { !span.contains($0.created) }.map(\.id) == [])
        #expect(month.account.events.filter { !span.contains($0.created) }.map(\.id) == [])
        #expect(month.history.last.map { $0.at < Self.ending } == true)
        #expect(zip(month.history, month.history.dropFirst()).allSatisfy { $0.at <= $1.at })
    }

    @Test(arguments: 1...4)
    func everySaleHasAFateAndWhatIsDueIsExactlyWhatTheFlawsLost(_ seed: Int) throws {
        let month = SalesMonth(seed: UInt64(seed), ending: Self.ending)
        let truth = month.truth
        let creditPurchases = month.account.checkoutSessions.filter { $0.metadata["type"]?.text == "credit_purchase" }
        #expect(truth.fates.count == creditPurchases.count)
        #expect(truth.due.map(\.session) == (truth.sessions(.missed) + truth.sessions(.failedFulfilment)).sorted())
        // Every page that was opened in the outage and paid is due, or its money went back.
        let outage = try #require(month.options.outage)
        let lost = Set(
            month.deliveries.filter { $0.event.type == "checkout.session.completed" && !$0.isAnswered }.map(
                \.event.object.id
            )
        )
        #expect(lost.count >= 4)
        let allowed: Set<Truth.Fate> = [
            .missed, .refundedBeforeGrant, .held, .free, .notPaid, .unattributable, .buyerDeleted, .contradictory,
        ]
        for id in lost {
            let opened = month.account.checkoutSessions[id].created
            #expect(outage.contains(opened) || outage.lowerBound - 700 < opened, "seed \(seed): \(id)")
            guard let fate = truth.fates[id] else { continue }
            #expect(allowed.contains(fate), "seed \(seed): \(id) is \(fate)")
        }
    }

    @Test(arguments: 1...3)
    func everyFateOccursInAMonth(_ seed: Int) {
        let truth = SalesMonth(seed: UInt64(seed), ending: Self.ending).truth
        let fates: [Truth.Fate] = [
            .granted, .missed, .failedFulfilment, .unrecordedGrant, .duplicateGrant, .refundedBeforeGrant, .held,
            .unattributable, .buyerDeleted, .contradictory, .free, .notPaid,
        ]
        #expect(fates.filter { truth.sessions($0).isEmpty } == [], "seed \(seed)")
        #expect(truth.orphanCharges.count == 3, "seed \(seed)")
        #expect(truth.dueCredits == truth.due.map(\.credits).reduce(0, +))
    }

    @Test(arguments: 1...4)
    func nobodyUsesMoreCreditsThanTheyWereGranted(_ seed: Int) {
        let month = SalesMonth(seed: UInt64(seed), ending: Self.ending)
        let promises = Dictionary(uniqueKeysWithValues: month.promises.map { ($0.session, $0) })
        var balances: [String: Int64] = [:]
        for step in month.history {
            switch step {
            case .webhook(let delivery):
                guard delivery.event.type == "checkout.session.completed", delivery.isAnswered,
                    delivery.flaw != .functionError, case .checkoutSession(let session) = delivery.event.object,
                    session.paymentStatus == "paid", session.metadata["credits"]?.text != "abc",
                    let promise = promises[session.id]
                else { continue }
                balances[promise.user, default: 0] += promise.credits
            case .consume(let consumption):
                balances[consumption.user, default: 0] -= consumption.credits
                #expect(balances[consumption.user, default: 0] >= 0, "seed \(seed): \(consumption)")
            default: continue
            }
        }
    }

    @Test func aMonthWithoutFlawsHasNothingDue() {
        var options = SalesMonth.Options(seed: 3, ending: Self.ending, sessions: 200)
        options.outage = nil
        options.perMille = [.abandoned: 200]
        let truth = SalesMonth(options).truth
        #expect(truth.due == [])
        #expect(truth.sessions(.granted).count == 160)
        #expect(truth.sessions(.notPaid).count == 40)
    }

    @Test(arguments: [1, 5, 20, 99])
    func aMonthMayBeSmall(_ sessions: Int) {
        let month = SalesMonth(seed: 1, ending: Self.ending, sessions: sessions)
        #expect(month.account.checkoutSessions.count == sessions)
        #expect(month.truth.due.isEmpty == (sessions < 20) || sessions < 20)
    }

    @Test func theLastThirdWritesItsMetadataInCamelCase() {
        let month = SalesMonth(seed: 1, ending: Self.ending)
        let since = Self.ending - 10 * 86_400
        for session in month.account.checkoutSessions where session.clientReferenceID != nil {
            #expect((session.metadata["userId"] != nil) == (session.created >= since))
            #expect((session.metadata["user_id"] != nil) == (session.created < since))
        }
    }

    @Test func theGeneratorIsThePublishedOne() {
        var random = SplitMix64(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect((0..<5).map { _ in random.next() } == published)
    }

    /// All of a month as text: objects as they are served, and the history.
    private func fingerprint(_ month: SalesMonth) -> Int {
        let live = LiveAccount(month.account)
        var hasher = Hasher()
        for kind in ObjectKind.allCases {
            let listing = live.listing(of: kind, shape: .current)
            hasher.combine(Array(listing.objects(at: 0..<listing.count)))
        }
        for step in month.history { hasher.combine(step.at) }
        hasher.combine(month.promises.map(\.session))
        hasher.combine(month.deliveries.map { "\($0.event.id) \($0.at) \($0.attempt) \($0.flaw?.rawValue ?? "")" })
        return hasher.finalize()
    }
}
