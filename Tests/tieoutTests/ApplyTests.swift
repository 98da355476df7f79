import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// A plan is reviewed by a person and applied: what was approved and is still the same is posted, and nothing else.
@Suite struct ApplyTests {
    /// A night whose plan is made, with the file that a person reviews.
    private func planned(
        _ night: OneMissedSale,
        _ options: String...
    ) throws -> String {
        let ending = try night.program.run(["run", "--output", "json", "--since", night.instant(daysAgo: 7)] + options)
        return "\(try #require(ending.json().text("report"), "\(ending.notes)"))/plan.json"
    }

    private func apply(_ night: OneMissedSale, _ plan: String, _ options: String...) throws -> Ending {
        try night.program.run(["apply", plan, "--approved-by", "Anna Weber"] + options)
    }

    private func corrections(_ night: OneMissedSale) throws -> [String] {
        try night.database.connect().query(
            """
            SELECT concat_ws(' ', stripe_id, action, credits, protection, approved_by) AS line
            FROM tieout.correction WHERE action NOT LIKE 'record%' AND action NOT LIKE 'sync%' ORDER BY 1
            """
        ).map { try $0.text("line") }
    }

    @Test func aPlanIsReviewedAppliedAndAppliedAgainWithoutEffect() async throws {
        let night = try await OneMissedSale()
        let printed = try night.program.run("run", "--since", night.instant(daysAgo: 7))
        let review = try #require(
            printed.output.firstMatch(of: /then: tieout apply (\S+plan\.json) --approved-by NAME/)
        )
        let plan = String(review.1)
        #expect(try night.balance() == 0)

        let applied = try apply(night, plan)
        #expect(applied.status == 0, "\(applied.output)\(applied.notes)")
        #expect(applied.output.contains("by Anna Weber\ngranted     1 purchase, 50 credits\n"))
        #expect(try night.balance() == 50)
        #expect(try corrections(night) == ["cs_test_A grant 50 guard Anna Weber"])
        let rows = try night.database.connect().query(
            "SELECT DISTINCT coalesce(approved_by, 'nobody') AS name FROM tieout.correction"
        )
        #expect(try rows.map { try $0.text("name") } == ["Anna Weber"], "log rows too")

        let again = try apply(night, plan, "--output", "json")
        #expect(again.status == 0)
        let result = try again.json()
        #expect(result.number("grants.count") == 0)
        #expect(result.text("applied.approved_by") == "Anna Weber")
        #expect(
            result.objects("applied.skipped").map { "\($0.text("stripe_id") ?? "") \($0.text("reason") ?? "")" }
                .contains("cs_test_A what it answers is no longer open")
        )
        #expect(try night.balance() == 50)
    }

    @Test func aPartRefundedSaleIsGrantedByAPersonsWordOnly() async throws {
        let night = try await OneMissedSale(refunded: 500)
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 0)
        _ = try apply(night, "reports/latest/plan.json")
        #expect(try corrections(night) == ["cs_test_A grant 50 approval Anna Weber"])
    }

    @Test func onlyAndExceptNarrowIt() async throws {
        let night = try await OneMissedSale()
        let plan = try planned(night)
        let left = try apply(night, plan, "--except", "missed_purchase:cs_test_A")
        #expect(left.output.contains("held        1: it is not among what was approved of the plan"))
        #expect(try night.balance() == 0)
        let unknown = try apply(night, plan, "--only", "cs_test_B")
        #expect(unknown.status == 64)
        #expect(unknown.notes.contains("cs_test_B is not in \(plan)"))
        _ = try apply(night, plan, "--only", "cs_test_A")
        #expect(try night.balance() == 50)
    }

    @Test func whatHasChangedSinceIsSkippedAndSaid() async throws {
        let night = try await OneMissedSale()
        let plan = try planned(night)
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 700, at: night.now - 86_400) }
        let applied = try apply(night, plan)
        #expect(applied.status == 2)
        #expect(applied.output.contains("refunded_minor: 0 when it was approved, 700 now (cs_test_A)"))
        #expect(try night.balance() == 0)
    }

    /// Refused before anything is written: no run, no row, no report.
    private func expectRefusal(
        _ night: OneMissedSale,
        _ ending: Ending,
        _ status: Int32,
        _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(ending.status == status, "\(ending.notes)", sourceLocation: sourceLocation)
        #expect(ending.notes.contains(words), "\(ending.notes)", sourceLocation: sourceLocation)
        let runs = try night.database.connect().query("SELECT count(*) AS n FROM tieout.run")
        #expect(try runs[0].integer("n") == 1, sourceLocation: sourceLocation)
        #expect(try night.balance() == 0, sourceLocation: sourceLocation)
    }

    @Test func anEditedPlanIsRefused() async throws {
        let night = try await OneMissedSale()
        let plan = "\(night.program.folder.path)/\(try planned(night))"
        let text = try String(contentsOfFile: plan, encoding: .utf8)
        let edited = "\(night.program.folder.path)/edited.json"
        try text.replacing(#""credits" : 50"#, with: #""credits" : 5000"#)
            .write(toFile: edited, atomically: false, encoding: .utf8)
        try expectRefusal(night, try apply(night, edited), 64, "was edited: its content does not match its hash")
        try Data(text.utf8.prefix(200)).write(to: URL(filePath: edited))
        try expectRefusal(night, try apply(night, edited), 64, "is no plan that Tieout wrote")
        try expectRefusal(night, try apply(night, "none.json"), 64, "cannot be read")
    }

    @Test func aPlanIsBoundToItsLedgerItsAccountItsModeAndItsTime() async throws {
        let night = try await OneMissedSale()
        let plan = try planned(night)

        let foreign = try await OneMissedSale()
        _ = try planned(foreign)
        let path = "\(night.program.folder.path)/\(plan)"
        try expectRefusal(foreign, try apply(foreign, path), 78, "was planned on another ledger")

        try expectRefusal(
            night,
            try apply(configured(night, "stripe: {account: acct_other}"), plan),
            78,
            "account acct_other"
        )
        try expectRefusal(night, try apply(configured(night, "plan_age: 0s"), plan), 64, "longer ago than")

        var live = night
        live.program.environment["STRIPE_SECRET_KEY"] = "sk_live_tieout"
        try expectRefusal(
            night,
            try apply(live, plan),
            78,
            "was planned in test mode, and the Stripe key is a live key"
        )
    }

    @Test func whereAnotherIsRequiredThePlannerCannotApprove() async throws {
        let night = try await OneMissedSale()
        let path = try planned(night)
        let document = try JSONObject(String(contentsOfFile: "\(night.program.folder.path)/\(path)", encoding: .utf8))
        let planner = try #require(document.text("planned_by"))
        let strict = try configured(night, "approval: required")
        for name in [planner, " \(planner.uppercased()) ", "\(planner)@firm.example"] {
            let own = try strict.program.run("apply", path, "--approved-by", name)
            try expectRefusal(night, own, 77, "made the plan and cannot approve it")
        }
        let nobody = try strict.program.run("apply", path, "--approved-by", " ")
        try expectRefusal(night, nobody, 64, "--approved-by names nobody")
        #expect(try apply(strict, path).status == 0)
        #expect(try night.balance() == 50)
    }

    /// The payment was refunded after the grant: the credits are taken back by a person's word, and the finding is gone.
    @Test func aTakeBackIsPostedFromAnApprovedPlanOnly() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run(night.applied).status == 0)
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 1_000, at: night.now - 86_400) }
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 50)

        let applied = try apply(night, "reports/latest/plan.json", "--output", "json")
        let result = try applied.json()
        #expect(applied.status == 0, "\(applied.notes)")
        #expect(result.number("applied.taken_back.credits") == 25)
        #expect(result.number("applied.taken_back.uncollectable") == 0)
        #expect(try night.balance() == 25)
        #expect(try night.program.run("findings").output.contains("refund_not_reversed") == false)

        // The rest is refunded, and the buyer has spent some of it meanwhile.
        try night.database.connect().execute(
            script: "SELECT public.update_user_credits('\(OneMissedSale.buyer)', -20, 'consume', NULL, 'job 7')"
        )
        night.stripe.account.update { _ = $0.refund("ch_A", amount: 1_000, at: night.now - 80_000) }
        #expect(try night.program.run(night.applied).status == 2)
        let second = try apply(night, "reports/latest/plan.json")
        #expect(second.status == 2)
        #expect(second.output.contains("took back   5 credits of 1 sale; 20 could not be taken"))
        #expect(try night.balance() == 0)
        #expect(
            try corrections(night) == [
                "cs_test_A grant 50 guard", "cs_test_A take_back:25:0 5 approval Anna Weber",
                "cs_test_A take_back:50:25 25 approval Anna Weber",
            ]
        )
        let findings = try String(
            contentsOfFile: "\(night.program.folder.path)/reports/latest/findings.csv",
            encoding: .utf8
        )
        #expect(findings.contains("5 of 25 credits were taken back; the buyer has spent the other 20"))
    }

    /// Most purchases of the month look ungranted: nothing is granted until a person has looked.
    @Test func aPersonsWordOverridesTheCircuitBreaker() async throws {
        let night = try await OneMissedSale()
        try sellAnother(to: night, (1...20).map { "B\($0)" })
        let held = try night.program.run(night.applied)
        #expect(held.status == 2)
        #expect(held.output.contains("so nothing is granted"))
        #expect(held.notes.contains(" critical ") && held.notes.contains("event=circuit_breaker"), "\(held.notes)")
        // One buyer bought more than anybody may be given a day, which the breaker does not change.
        #expect(try events(of: night) == ["circuit_breaker critical", "limit_reached warning"])
        #expect(try night.balance() == 0)
        let applied = try apply(night, "reports/latest/plan.json")
        #expect(applied.output.contains("and only what was approved is granted"))
        #expect(applied.status == 0, "\(applied.output)")
        #expect(try night.balance() == 21 * 50)
    }

    /// A backfill over nothing but an outage: what earlier runs saw of the days before speaks for the ledger.
    @Test func anOutageAfterGoodDaysTripsNoBreaker() async throws {
        let night = try configured(try await OneMissedSale(), "limits:\n  grants_per_buyer_and_day: 1000\n")
        for batch in ["B", "C"] {
            try sellAnother(to: night, (1...15).map { "\(batch)\($0)" }, daysAgo: 5)
            #expect(try night.program.run(night.applied).status == 0)
        }
        try sellAnother(to: night, (1...22).map { "D\($0)" }, daysAgo: 1)
        let backfill = try night.program.run("run", "--apply", "--since", night.instant(daysAgo: 2))
        #expect(backfill.status == 0, "\(backfill.output)")
        #expect(try events(of: night) == [])
        #expect(try night.balance() == (1 + 15 + 15 + 22) * 50)
    }

    /// What is over a limit waits for a person, and somebody is told.
    @Test func whatIsOverALimitIsAnEvent() async throws {
        let night = try configured(try await OneMissedSale(), "limits:\n  credits_per_grant: 49\n")
        let run = try night.program.run(night.applied)
        #expect(run.status == 2, "\(run.output)")
        #expect(try night.balance() == 0)
        #expect(run.output.contains("1 grant over a limit of what a run may give without a person"), "\(run.output)")
        #expect(try events(of: night) == ["limit_reached warning"])
    }

    /// What a buyer was granted within 24 hours counts in the next run too, and no longer after that.
    @Test func aBuyersLimitOfADayHoldsOverSeveralRuns() async throws {
        let night = try configured(try await OneMissedSale(), "limits:\n  grants_per_buyer_and_day: 1\n")
        #expect(try night.program.run(night.applied).status == 0)
        try sellAnother(to: night, ["B1"])
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 50)
        #expect(try events(of: night) == ["limit_reached warning"])
        try night.database.connect().execute(
            script: "UPDATE tieout.correction SET posted_at = posted_at - interval '24 hours 1 second'"
        )
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 100)
    }

    /// The same buyer bought again and got nothing.
    private func sellAnother(to night: OneMissedSale, _ names: [String], daysAgo days: Int64 = 2) throws {
        let metadata: JSON = [
            "type": "credit_purchase", "user_id": .string(OneMissedSale.buyer), "package_id": "creative",
            "credits": "50",
        ]
        night.stripe.account.update { account in
            for name in names {
                account.addSale(name, of: 2000, at: night.now - days * 86_400, customer: "cus_B", metadata: metadata)
            }
        }
        let rows = names.map { "('\(OneMissedSale.buyer)', 'cs_test_\($0)', 'creative', 50, 20.00)" }
        try night.database.connect().execute(
            script: """
                INSERT INTO public.checkout_sessions (user_id, stripe_session_id, package_id, credits, amount_usd)
                VALUES \(rows.joined(separator: ", "))
                """
        )
    }

    /// The events of the latest run, each with how soon somebody has to look.
    private func events(of night: OneMissedSale) throws -> [String] {
        let summary = try Data(
            contentsOf: URL(filePath: "\(night.program.folder.path)/reports/latest/summary.json")
        )
        let object = try JSONSerialization.jsonObject(with: summary) as? [String: Any]
        return (object?["events"] as? [[String: Any]] ?? []).map { "\($0["code"] ?? "") \($0["severity"] ?? "")" }
    }

    /// The same night under a configuration.
    private func configured(_ night: OneMissedSale, _ yaml: String) throws -> OneMissedSale {
        var night = night
        let path = "\(night.program.folder.path)/\(UUID().uuidString).yaml"
        try yaml.write(toFile: path, atomically: false, encoding: .utf8)
        night.program.environment["TIEOUT_CONFIG"] = path
        return night
    }
}
