import Foundation
import StripeSimulator
import TestSupport
import Testing

/// `tieout outage` over two days of a shop that sells every twenty minutes.
@Suite struct OutageCommandTests {
    /// The command over the two days, for machines.
    private func search(_ night: OutageNight, status: Int32, _ arguments: String...) throws -> JSONObject {
        let ending = try night.program.run(["outage", "--last", "3d", "--output", "json"] + arguments)
        #expect(ending.status == status, "\(ending.notes)\(ending.output)")
        return try ending.json()
    }

    /// What is told of the twelve sales that are lost in each of these nights.
    private func expectTheOutage(_ outage: JSONObject, of night: OutageNight, _ kind: String) {
        #expect(outage.text("kind") == kind)
        #expect(outage.text("began.from") == night.instant(59))
        #expect(outage.text("began.to") == night.instant(60))
        #expect(outage.text("ended.from") == night.instant(71))
        #expect(outage.text("ended.to") == night.instant(72))
        #expect(outage.number("purchases") == 12)
        #expect(outage.number("buyers") == 6)
        #expect(
            outage.objects("totals").map {
                "\($0.text("currency") ?? "") \($0.text("amount") ?? "") \($0.number("credits") ?? 0)"
            }
                == ["eur 80.00 200", "usd 160.00 400"]
        )
        #expect(
            outage.text("backfill") == "tieout backfill --since \(night.instant(59)) --until \(night.instant(72))"
        )
    }

    @Test(arguments: [
        (OutageNight.Trouble.endpointDown, "endpoint_down"), (.handlerFailing, "handler_failing"),
        (.constraint, "constraint"), (.oneEventType, "one_event_type"),
    ])
    func anOutageIsToldWithItsEdgesItsCauseAndWhomItHurt(_ trouble: OutageNight.Trouble, kind: String) async throws {
        let night = try await OutageNight(trouble)
        let told = try search(night, status: 2)
        try #require(told.objects("outages").count == 1)
        let outage = told.objects("outages")[0]
        expectTheOutage(outage, of: night, kind)
        #expect(outage.number("waiting") == 12)
        #expect(told.number("single_misses") == 0)
        if trouble == .constraint { #expect(outage.number("messages.\(OutageNight.message)") == 12) }
        if trouble == .endpointDown {
            #expect(told.keys("undelivered_events").contains("checkout.session.completed"))
        }
        // The payment log heard of the others.
        let logs = [OutageNight.Trouble.endpointDown, .handlerFailing].contains(trouble) ? 12 : nil
        #expect(outage.number("missed.payment") == logs)
    }

    @Test func whatARetryBroughtHoursLaterIsAnOutageThatIsOver() async throws {
        let night = try await OutageNight(.grantedLate)
        let told = try search(night, status: 0)
        try #require(told.objects("outages").count == 1)
        expectTheOutage(told.objects("outages")[0], of: night, "endpoint_down")
        #expect(told.objects("outages")[0].number("late") == 12)
        #expect(told.number("waiting") == 0)
    }

    /// It is told after its mend too, with the run that mended it; nothing is posted by looking.
    @Test func anOutageIsStillToldAfterItsMend() async throws {
        let night = try await OutageNight(.endpointDown)
        let before = try Books(of: night.database, schemas: ["public", "auth"])
        _ = try search(night, status: 2)
        #expect(try Books(of: night.database, schemas: ["public", "auth"]) == before)
        let watermarks = try night.database.connect().query("SELECT count(*) AS n FROM tieout.watermark")
        #expect(try watermarks[0].integer("n") == 0)

        let since = OneMissedSale.rfc3339(night.now - 3 * 86_400)
        let mend = try night.program.run("run", "--apply", "--since", since, "--output", "json")
        #expect(mend.status == 0, "\(mend.notes)")
        let told = try search(night, status: 0)
        try #require(told.objects("outages").count == 1)
        let outage = told.objects("outages")[0]
        expectTheOutage(outage, of: night, "endpoint_down")
        #expect(outage.number("mended") == 12)
        #expect(!(try night.program.run("outage", "--last", "3d").output.contains("\nmend ")))
        #expect(outage.keys("mended_by") == [try mend.json().text("run_id") ?? ""])
    }

    @Test func anEndpointThatIsSwitchedOffIsAnOutageThatGoesOn() async throws {
        let night = try await OutageNight(.handlerFailing, hit: Set(114..<120)) { account in
            account.webhookEndpoints.remove("we_A")
            account.webhookEndpoints.append(WebhookEndpoint("we_A", for: ["*"], isEnabled: false))
        }
        let ending = try night.program.run("outage", "--last", "3d")
        #expect(ending.status == 2)
        #expect(ending.output.contains("\noutage 1    endpoint disabled"), "\(ending.output)")
        #expect(ending.output.contains("\nended       not yet, or after \(night.instant(119))"))
        #expect(ending.output.contains("\nDISABLED    every webhook endpoint for checkout.session.completed"))
    }

    /// One sale is no statistic, but Stripe says that it cannot deliver, and nothing has arrived since.
    @Test func aSmallAccountIsBelievedByItsUndeliveredEvent() async throws {
        let night = try await OutageNight(.endpointDown, hit: [119])
        let told = try search(night, status: 2)
        #expect(told.objects("outages").map { $0.text("kind") } == ["endpoint_down"])
        #expect(told.objects("outages").first?.number("purchases") == 1)
    }

    @Test func singleLostWebhooksAreNoOutage() async throws {
        let night = try await OutageNight(.handlerFailing, hit: [20, 77])
        let ending = try night.program.run("outage", "--last", "3d")
        #expect(ending.status == 0)
        #expect(ending.output.hasPrefix("NO OUTAGE  run "), "\(ending.output)")
        #expect(ending.output.contains("\nsingle      2 purchases missed one by one"))
    }

    @Test func nothingWentWrong() async throws {
        let night = try await OutageNight(.nothing)
        let told = try search(night, status: 0)
        #expect(told.objects("outages").isEmpty)
        #expect(told.number("single_misses") == 0)
        #expect(told.texts("not_seen") == [])
    }

    @Test func forPeopleItSaysFirstWhatToKnowFirst() async throws {
        let night = try await OutageNight(.endpointDown)
        try night.program.folder.write("reports:\n  time_zone: Asia/Kolkata\n", to: "tieout.yaml")
        let ending = try night.program.with(["LC_ALL": "C", "NO_COLOR": "1"]).run("outage", "--last", "3d")
        let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0].wholeMatch(of: /1 OUTAGE  run \S+-outage-[0-9a-f]{4}/) != nil)
        #expect(
            lines.allSatisfy { line in line.utf8.allSatisfy { $0 < 128 } || line.contains("×") },
            "\(ending.output)"
        )
        #expect(!ending.output.contains("\u{1B}"))
        let chart = lines.filter { $0.hasPrefix("paid  ") || $0.hasPrefix("missed  ") }
        #expect(chart.allSatisfy { $0.count <= 80 })
        #expect(chart.contains { $0.contains("8") && $0.hasPrefix("missed      .") })
        #expect(ending.output.contains("\nbegan       \(night.instant(60)) ("))
        #expect(ending.output.contains(" +05:30 Asia/Kolkata), after \(night.instant(59)) when the last one arrived\n"))
        #expect(ending.output.contains("\nmissed      12 purchases of 6 buyers, 600 credits; 80.00 EUR, 160.00 USD\n"))
        #expect(ending.output.contains("\nbuyers      12 without credits\n"))
        let utf8 = try night.program.with(["LC_ALL": "C.UTF-8"]).run("outage", "--last", "3d")
        #expect(utf8.output.contains("█"))
    }

    @Test func whatLiesBeforeTheEventsIsSaid() async throws {
        let night = try await OutageNight(.endpointDown, hoursEarlier: 35 * 24)
        let since = OneMissedSale.rfc3339(night.now - 40 * 86_400)
        let ending = try night.program.run("outage", "--since", since)
        #expect(ending.status == 2)
        #expect(
            ending.output.contains("\noutage 1    cause unknown: Stripe keeps events for 30 days"),
            "\(ending.output)"
        )
        #expect(ending.output.contains("\nevents      Stripe keeps events for 30 days: of what lies before 20"))
    }

    /// A key that may not read events or endpoints finds the outage all the same, and says what it could not see.
    @Test func aKeyThatMayNotReadEndpointsIsEnough() async throws {
        let readable = Set(ObjectKind.allCases).subtracting([.webhookEndpoint])
        let night = try await OutageNight(.constraint, keys: [AccessKey("rk_test_noendpoints", readable: readable)])
        let told = try JSONObject(
            night.program.with(["STRIPE_SECRET_KEY": "rk_test_noendpoints"])
                .run("outage", "--last", "3d", "--output", "json").output
        )
        #expect(told.objects("outages").map { $0.text("kind") } == ["constraint"])
        #expect(told.texts("not_seen").first?.hasPrefix("webhook endpoints were not looked at: ") == true)
    }

    @Test func nobodyIsAlertedAndTheReportHasTheOutage() async throws {
        let night = try await OutageNight(.handlerFailing)
        // Whoever would be told would not be reached, and the run would say so.
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:1/services/T/B/X"])
        let ending = try program.run("outage", "--last", "3d")
        #expect(ending.status == 2)
        #expect(!ending.notes.contains("was not told"), "\(ending.notes)")
        let folder = try #require(ending.output.split(separator: "\n").last?.split(separator: " ").last)
        let path = folder.hasPrefix("/") ? String(folder) : "\(program.folder.path)/\(folder)"
        let page = try String(contentsOfFile: "\(path)/index.html", encoding: .utf8)
        #expect(page.contains("<h2>Outages</h2>"))
        #expect(page.contains("class=\"outage\""))
    }

    @Test(arguments: [
        (["--since", "2999-01-01T00:00:00Z"], "lies in the future"),
        (["--since", "2026-11-22T09:00:00"], "--since"),
        (["--since", "2026-11-22T09:00:00Z", "--until", "2026-11-22T08:00:00Z"], "is empty; --since must be earlier"),
        (["--since", "2026-01-01T00:00:00Z", "--until", "2999-01-01T00:00:00Z"], "--until 2999-01-01T00:00:00Z lies"),
        (["--until", "2026-11-22T08:00:00Z"], "--until needs --since"),
        (["--last", "7d", "--since", "2026-11-22T09:00:00Z"], "--last stands alone"), (["--last", "week"], "--last"),
        (["--last", "0d"], "--last"),
    ])
    func aPeriodThatMakesNoSenseIsRefused(_ arguments: [String], words: String) async throws {
        let night = try await OneMissedSale()
        let before = try Books(of: night.database)
        let ending = try night.program.run(["outage"] + arguments)
        #expect(ending.status == 64)
        #expect(ending.notes.contains(words), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }

    /// The hour that clocks show twice is told apart by what it is from UTC: half past two, before and after.
    @Test func aPeriodAcrossAClockChangeIsWhatItSays() async throws {
        let night = try await OneMissedSale()
        let ending = try night.program.run(
            "outage",
            "--since",
            "2025-10-26T02:30:00+02:00",
            "--until",
            "2025-10-26T02:30:00+01:00",
            "--output",
            "json"
        )
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(try ending.json().text("period.since") == "2025-10-26T00:30:00Z")
        #expect(try ending.json().text("period.cut_off") == "2025-10-26T01:30:00Z")
    }
}
