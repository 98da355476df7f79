import Foundation
import LocalPeers
import PostgresLedger
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// Nights on which something is unusual beside the findings, and who hears of it.
@Suite struct WatchNightTests {
    /// A night that is told to a chat, after a first run that found all well.
    private func settled(_ yaml: String = "") async throws -> (night: OneMissedSale, program: Program, chat: Peer) {
        let (night, chat) = (try await OneMissedSale(), try Peer("http_peer", ["200"]))
        if !yaml.isEmpty { try night.program.folder.write(yaml, to: "tieout.yaml") }
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        let ending = try program.run(night.applied)
        #expect(ending.status == 0, "\(ending.notes)")
        return (night, program, chat)
    }

    private func text(_ request: TakenRequest) throws -> String { try request.json()["text"] as? String ?? "" }

    @Test func moreDeclinesThanUsualAreToldOnceAndThatTheyAreOver() async throws {
        let (night, program, chat) = try await settled()
        // Earlier runs counted 5 of 100 declined, day after day.
        try night.database.connect().execute(
            script: """
                INSERT INTO tieout.charge_day (day, attempts, declined, run_id)
                SELECT date_trunc('day', now() - interval '10 minutes', 'UTC') - number * interval '1 day', 100, 5, 'earlier'
                FROM generate_series(2, 31) AS number
                ON CONFLICT (day) DO UPDATE SET attempts = 100, declined = 5
                """
        )
        // The end of the newest day that a run examines whole.
        let settled = night.now - 600
        let midnight = settled - settled % 86_400
        night.stripe.account.update { account in
            for number in 0..<12 {
                account.charges.append(
                    .declined(
                        "ch_declined\(number)",
                        amount: 2000,
                        at: midnight - 3_600 - Int64(number),
                        paymentIntent: nil
                    )
                )
            }
        }
        #expect(try program.run("run", "--apply", "--output", "json").status == 0)
        let told = try text(chat.next())
        #expect(told.hasPrefix("Tieout test, warning: 12 of 12 charges of "), "\(told)")

        night.stripe.account.update { account in
            for number in 0..<12 { account.charges.remove("ch_declined\(number)") }
        }
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try text(chat.next()).hasPrefix("Tieout test, over: 12 of 12 charges"))
    }

    @Test func aWebhookEndpointThatIsSwitchedOffIsTold() async throws {
        let (night, program, chat) = try await settled()
        night.stripe.account.update { account in
            account.webhookEndpoints.append(
                WebhookEndpoint("we_A", for: ["checkout.session.completed"], isEnabled: false)
            )
            account.webhookEndpoints.append(WebhookEndpoint("we_B", for: ["invoice.paid"]))
        }
        #expect(try program.run("run", "--apply").status == 0)
        #expect(
            try text(chat.next())
                == "Tieout test, error: every webhook endpoint for checkout.session.completed is disabled"
        )
        let doctor = try program.run("doctor")
        #expect(doctor.output.contains("every endpoint for checkout.session.completed is disabled"))

        // Another one takes its place: nothing is missed any more.
        night.stripe.account.update { $0.webhookEndpoints.append(WebhookEndpoint("we_C", for: ["*"])) }
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try text(chat.next()).hasPrefix("Tieout test, over: every webhook endpoint"))
    }

    /// A list that Stripe does not give says nothing: what was told of it stands, and the run is as well as it is.
    @Test func aListOfEndpointsThatCannotBeReadEndsNothing() async throws {
        let failing = Mutex(false)
        let asked = Mutex(0)
        let (night, chat) = (
            try await OneMissedSale { request in
                guard request.path == "/v1/webhook_endpoints", failing.withLock({ $0 }) else { return nil }
                asked.withLock { $0 += 1 }
                return .status(500)
            }, try Peer("http_peer", ["200"])
        )
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        night.stripe.account.update { account in
            account.webhookEndpoints.append(
                WebhookEndpoint("we_A", for: ["checkout.session.completed"], isEnabled: false)
            )
        }
        #expect(try program.run(night.applied).status == 0)
        #expect(try text(chat.next()).contains("every webhook endpoint for checkout.session.completed is disabled"))

        failing.withLock { $0 = true }
        let blind = try program.run("run", "--apply", "--log-format", "json")
        #expect(blind.status == 0, "\(blind.notes)")
        #expect(asked.withLock { $0 } == 2, "asked once more, and no further")
        #expect(blind.notes.contains("webhook endpoints were not looked at, and what was told of them stays as it was"))

        // The next that is heard is that it is over, once the list can be read again.
        failing.withLock { $0 = false }
        night.stripe.account.update { $0.webhookEndpoints.append(WebhookEndpoint("we_C", for: ["*"])) }
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try text(chat.next()).hasPrefix("Tieout test, over: every webhook endpoint"))
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func eventsThatWaitForTheirDeliveryAreTold() async throws {
        let (night, program, chat) = try await settled()
        let (now, session) = (night.now, OneMissedSale.session)
        night.stripe.account.update { account in
            guard let sold = account.checkoutSessions.first(where: { $0.id == session }) else { return }
            for (number, age) in [7_200, 600].enumerated() {
                account.record(
                    "checkout.session.completed",
                    about: .checkoutSession(sold),
                    at: now - Int64(age),
                    id: "evt_waits\(number)",
                    pendingWebhooks: 1
                )
            }
        }
        #expect(try program.run("run", "--apply").status == 0)
        #expect(
            try text(chat.next())
                == "Tieout test, error: 1 granting event could not be delivered for more than an hour"
        )
    }

    /// A key that may not read endpoints is enough for everything else.
    @Test func aKeyThatMayNotReadEndpointsIsSilent() async throws {
        let readable = Set(ObjectKind.allCases).subtracting([.webhookEndpoint])
        let night = try await OneMissedSale(keys: [AccessKey("rk_test_noendpoints", readable: readable)])
        let program = night.program.with(["STRIPE_SECRET_KEY": "rk_test_noendpoints"])
        let ending = try program.run(night.applied)
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(!ending.notes.contains("webhook"))
        let doctor = try program.run("doctor")
        #expect(doctor.status == 0)
        #expect(doctor.output.contains("not looked at: the key may not read webhook endpoints (rak_webhook_read)"))
    }

    /// The run that ends a silence says once that there was one; nobody is called for what is over.
    @Test func aSilenceIsToldByTheRunThatEndsIt() async throws {
        let (night, program, chat) = try await settled()
        try age(night, byHours: 30)
        #expect(try program.run("run", "--apply").status == 0)
        let told = try text(chat.next())
        #expect(
            told.wholeMatch(of: /Tieout test, warning: no run has ended well since .* until this one/) != nil,
            "\(told)"
        )
        // The next one has nothing to say: a mark that is told after it shows that.
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try program.run("alert-test").status == 0)
        #expect(try chat.next(TakenRequest.self).body.contains("this is a test"))
    }

    @Test func runsThatFailTellTheSilenceWhileItLasts() async throws {
        let (night, program, chat) = try await settled()
        try age(night, byHours: 30)
        let broken = program.with(["STRIPE_API_BASE": "http://127.0.0.1:1"])
        #expect(try broken.run("run", "--apply").status == 69)
        let begun = try chat.next(TakenRequest.self)
        #expect(begun.body.contains("*[critical]* no run has ended well since"), "\(begun.body)")
        #expect(begun.body.contains("the run could not finish"))
        #expect(try program.run("run", "--apply").status == 0)
        let over = try chat.next(TakenRequest.self)
        #expect(over.body.contains("*[over]* no run has ended well since") && !over.body.contains("until this one"))
    }

    @Test func moneyAtStakeIsTold() async throws {
        let (night, chat) = (try await OneMissedSale(refunded: 500), try Peer("http_peer", ["200"]))
        try night.program.folder.write("alerts:\n  thresholds:\n    high: [20 USD, 100 EUR]\n", to: "tieout.yaml")
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        #expect(try program.run(night.applied).status == 2)
        let told = try chat.next(TakenRequest.self).body
        #expect(told.contains("high findings of 20.00 USD reach what alerts.thresholds allows"), "\(told)")
        for wrong in ["high: [20]", "high: 20 dollars", "high: 0 USD", "info: 20 USD", "hihg: 20 USD"] {
            try night.program.folder.write("alerts:\n  thresholds:\n    \(wrong)\n", to: "tieout.yaml")
            #expect(try program.run("run").status == 78, "\(wrong)")
        }
    }

    @Test func theApplicationsOwnTableHasARow() async throws {
        let (night, program, chat) = try await settled()
        let session = try night.database.connect()
        try session.execute(
            script: """
                CREATE TABLE public.platform_alerts (
                    id bigint GENERATED ALWAYS AS IDENTITY, alert_type text NOT NULL, provider text, severity text NOT NULL,
                    message text NOT NULL, metadata jsonb, created_at timestamptz DEFAULT now()
                )
                """
        )
        #expect(try program.run("migrate").output.contains("defined view tieout.posting_alert"))
        try age(night, byHours: 30)
        #expect(try program.run("run", "--apply").status == 0)
        _ = try chat.next(TakenRequest.self)
        let rows = try session.query(
            "SELECT alert_type || ' ' || severity || ' ' || (metadata ->> 'state') AS row FROM public.platform_alerts"
        )
        #expect(try rows.map { try $0.text("row") } == ["tieout_run_missing warning firing"])

        // A table that takes other words than ours changes nothing but the log.
        try session.execute(script: "ALTER TABLE public.platform_alerts ADD CHECK (provider <> 'tieout') NOT VALID")
        try age(night, byHours: 30)
        let ending = try program.run("run", "--apply")
        #expect(ending.status == 0)
        #expect(ending.notes.contains("the application's table of alerts has no row of what was told"))
        #expect(try chat.next(TakenRequest.self).body.contains("no run has ended well"))
    }

    /// A table of another name, with other columns and without some of them; and one that is mapped and not there.
    @Test func anotherTableOfAlertsIsMapped() async throws {
        let yaml = """
            ledger:
              preset: reference
              tables:
                alert:
                  table: ops.notices
                  columns: {message: "What is it", severity: level, metadata: details}
            """
        let (night, program, chat) = try await settled()
        try night.program.folder.write(yaml, to: "tieout.yaml")
        // Where it is not there, the doctor says so, and nothing is refused.
        let doctor = try program.run("doctor")
        #expect(doctor.output.contains("ops.notices is not there, so nothing that is told leaves a row"))
        let session = try night.database.connect()
        try session.execute(
            script: """
                CREATE SCHEMA ops;
                CREATE TYPE ops.level AS ENUM ('info', 'warning', 'error', 'critical');
                CREATE TABLE ops.notices (id serial, "What is it" varchar(500) NOT NULL, level ops.level, details text);
                """
        )
        #expect(try program.run("migrate").status == 0)
        // The numbers of its rows come from a sequence, which Tieout's roles have no right to yet.
        #expect(try program.run("migrate", "--roles").status == 0)
        #expect(try program.run("doctor").output.contains("what is told leaves a row in ops.notices"))
        try age(night, byHours: 30)
        #expect(try program.run("run", "--apply").status == 0)
        _ = try chat.next(TakenRequest.self)
        let rows = try session.query(
            "SELECT id || ' ' || level || ' ' || \"What is it\" || ' ' || (details::jsonb ->> 'state') AS row FROM ops.notices"
        )
        #expect(rows.count == 1)
        #expect(
            try rows[0].text("row").wholeMatch(of: /1 warning no run has ended well since .* until this one firing/)
                != nil
        )
    }

    private func age(_ night: OneMissedSale, byHours hours: Int) throws {
        try night.database.connect().execute(
            script: "UPDATE tieout.run SET finished_at = finished_at - interval '\(hours) hours'"
        )
    }
}
