import LocalPeers
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Nights in a row, the real program and a chat that takes what it is told: once when something begins, once when it is over.
@Suite struct AlertNightTests {
    @Test func whatBeginsIsToldOnceAndThatItIsOver() async throws {
        let (night, chat) = (try await OneMissedSale(), try Peer("http_peer", ["200"]))
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        #expect(try program.run(night.applied).status == 0)

        // Somebody gives credits for a session that Stripe does not know.
        try give(500, in: night)
        let first = try program.run("run", "--apply")
        #expect(first.status == 2, "\(first.notes)")
        let begun = try chat.next(TakenRequest.self)
        #expect(try begun.json()["text"] as? String == "Tieout test, error: findings wait for a person (and 1 more)")
        #expect(begun.body.contains("critical findings: 1"))
        #expect(!begun.body.contains(OneMissedSale.buyer), "nobody is named")

        // The next night finds the same and says nothing; the third finds it mended.
        #expect(try program.run("run", "--apply").status == 2)
        try give(-500, in: night)
        let last = try program.run("run", "--apply")
        #expect(last.status == 0, "\(last.output)\(last.notes)")
        let over = try chat.next(TakenRequest.self)
        #expect(try (over.json()["text"] as? String)?.hasPrefix("Tieout test, over:") == true, "\(over.body)")
    }

    @Test func aNightOfWhichNobodyCouldBeToldIsToldByTheNext() async throws {
        let (night, deaf) = (try await OneMissedSale(), try Peer("http_peer", ["404", "404", "200"]))
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(deaf.port)/services/T/B/X"])
        #expect(try program.run(night.applied).status == 0)
        try give(500, in: night)
        let before = try night.balance()

        let first = try program.run("run", "--apply")
        #expect(first.status == 1, "a schedule keeps quiet about 2, and nobody else has heard of it")
        #expect(first.output.contains("DIFFERENCES"), "what the run found stands: \(first.output)")
        #expect(first.notes.contains("Slack was not told") && first.notes.contains("nobody was told"))
        let kept = try night.database.connect().query(
            "SELECT status, exit_status FROM tieout.run ORDER BY started_at DESC, run_id DESC LIMIT 1"
        )
        #expect(try kept[0].text("status") == "differences")
        #expect(try kept[0].integer("exit_status") == 1, "the books say what the process ended with")
        #expect(try program.run("status").output.contains("and could tell nobody"))
        #expect(!first.notes.contains("services/T/B/X"), "the address is a secret")
        #expect(try night.balance() == before)
        _ = try program.run("run", "--apply")
        _ = try program.run("run", "--apply")
        let told = try (0..<3).map { _ in try deaf.next(TakenRequest.self).body }
        #expect(Set(told.map { $0.contains("findings wait for a person") }) == [true])
    }

    /// An incident that is opened by a run without a result is closed by the next one that goes well.
    @Test(arguments: [["STRIPE_API_BASE": "http://127.0.0.1:1"], ["STRIPE_SECRET_KEY": ""]])
    func whatARunWithoutAResultOpenedIsResolved(_ broken: [String: String]) async throws {
        let (night, pager) = (try await OneMissedSale(), try Peer("http_peer", ["202"]))
        try night.program.folder.write(
            "alerts:\n  pagerduty_url: http://127.0.0.1:\(pager.port)/v2/enqueue\n",
            to: "tieout.yaml"
        )
        let program = night.program.with(["TIEOUT_PAGERDUTY_KEY": "0123456789abcdef0123456789abcdef"])
        let failed = try program.with(broken).run(night.applied)
        #expect([69, 78].contains(failed.status), "\(failed.notes)")
        let trigger = JSONObject(try pager.next(TakenRequest.self).json())
        #expect(trigger.text("event_action") == "trigger")

        #expect(try program.run(night.applied).status == 0)
        let resolve = JSONObject(try pager.next(TakenRequest.self).json())
        #expect(resolve.text("event_action") == "resolve")
        #expect(resolve.text("dedup_key") == trigger.text("dedup_key"))
        let isKnown = broken["STRIPE_SECRET_KEY"] == nil
        #expect(trigger.text("dedup_key") == (isKnown ? "tieout/test/run_incomplete" : "tieout/unknown/run_failed"))
    }

    /// The database is out of reach for two nights, so that nothing can be written there: the first night opens an incident,
    /// the second is silent, the third closes it, the fourth is silent again.
    @Test(arguments: [
        ["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none"],
        ["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none", "STRIPE_SECRET_KEY": ""],
    ])
    func whatNoDatabaseCouldKeepIsResolved(_ broken: [String: String]) async throws {
        let (night, pager) = (try await OneMissedSale(), try Peer("http_peer", ["202"]))
        try night.program.folder.write(
            "alerts:\n  pagerduty_url: http://127.0.0.1:\(pager.port)/v2/enqueue\n",
            to: "tieout.yaml"
        )
        let program = night.program.with(["TIEOUT_PAGERDUTY_KEY": "0123456789abcdef0123456789abcdef"])
        #expect(try [69, 78].contains(program.with(broken).run(night.applied).status))
        let trigger = JSONObject(try pager.next(TakenRequest.self).json())
        #expect(trigger.text("event_action") == "trigger")

        let kept = ".standing-alerts.json"
        #expect(program.folder.names(in: "reports") == [kept])

        #expect(try [69, 78].contains(program.with(broken).run(night.applied).status))
        #expect(try program.run(night.applied).status == 0)
        #expect(!program.folder.names(in: "reports").contains(kept))
        let resolve = JSONObject(try pager.next(TakenRequest.self).json())
        #expect(resolve.text("event_action") == "resolve")
        #expect(resolve.text("dedup_key") == trigger.text("dedup_key"))

        // The next has nothing to say: a mark that is told after it shows that.
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try program.run("alert-test").status == 0)
        #expect(try pager.next(TakenRequest.self).body.contains("this is a test"))
    }

    @Test func aRunThatFailsIsTold() async throws {
        let (night, chat) = (try await OneMissedSale(keys: []), try Peer("http_peer", ["200"]))
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)"])
        let ending = try program.run(night.applied)
        #expect(ending.status == 77 || ending.status == 78, "\(ending.status)")
        let told = try chat.next(TakenRequest.self)
        #expect(told.body.contains("the run failed"))
        #expect(!told.body.contains("sk_test_tieout"))
    }

    @Test func aTestReachesEachChannelAndSaysSo() async throws {
        let (chat, pager) = (try Peer("http_peer", ["200"]), try Peer("http_peer", ["404"]))
        let program = Program(
            environment: [
                "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)",
                "TIEOUT_WEBHOOK": "http://127.0.0.1:\(pager.port)",
            ],
            folder: try WorkFolder()
        )
        let ending = try program.run("alert-test")
        #expect(ending.status == 1)
        #expect(ending.output == "Slack: told\nwebhook: not told, it answers 404: invalid_payload <x>\n")
        #expect(try chat.next(TakenRequest.self).body.contains("this is a test; nothing is the matter"))
    }

    /// Stripe is out of reach for two nights: every channel is told once that it is, nothing on the second night, and once that
    /// it is over on the third.
    @Test func anOutageIsOneMessageOnEveryChannelAndItsEndAnother() async throws {
        let night = try await OneMissedSale()
        let (chat, hook, pager) = (
            try Peer("http_peer", ["200"]), try Peer("http_peer", ["200"]), try Peer("http_peer", ["202"])
        )
        let mail = try Peer("mail_peer", ["take"])
        try night.program.folder.write(
            """
            alerts:
              pagerduty_url: http://127.0.0.1:\(pager.port)/v2/enqueue
              mail:
                from: tieout@example.com
                to: [oncall@example.com]
            """,
            to: "tieout.yaml"
        )
        let program = night.program.with([
            "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X",
            "TIEOUT_WEBHOOK": "http://127.0.0.1:\(hook.port)/hook",
            "TIEOUT_PAGERDUTY_KEY": "0123456789abcdef0123456789abcdef",
            "TIEOUT_SMTP_URL": "smtp://127.0.0.1:\(mail.port)",
        ])
        let outage = program.with(["STRIPE_API_BASE": "http://127.0.0.1:1"])
        #expect(try outage.run(night.applied).status == 69)
        #expect(try outage.run(night.applied).status == 69)
        #expect(try program.run(night.applied).status == 0)
        // A night on which all is well, and a mark that is told after it.
        #expect(try program.run("run", "--apply").status == 0)
        #expect(try program.run("alert-test").status == 0)

        let subjects = try (0..<3).map { _ in try mail.next(TakenMail.self).headers["subject"] ?? "" }
        let texts = try (0..<3).map { _ in try chat.next(TakenRequest.self).json()["text"] as? String ?? "" }
        let hooked = try (0..<3).map { _ in try hook.next(TakenRequest.self).body }
        let events = try (0..<4).map { _ in JSONObject(try pager.next(TakenRequest.self).json()) }
        for heard in [subjects, texts] {
            #expect(heard[0].hasPrefix("Tieout test, error: the run could not finish"), "\(heard)")
            #expect(heard[1].hasPrefix("Tieout test, over: the run could not finish"), "\(heard)")
            #expect(heard[2].contains("this is a test"), "\(heard)")
        }
        #expect(hooked[0].contains("run_incomplete") && hooked[1].contains("run_incomplete"))
        #expect(hooked[2].contains("alert_test"))
        #expect(events.map { $0.text("event_action") } == ["trigger", "resolve", "trigger", "resolve"])
        #expect(events[0].text("dedup_key") == "tieout/test/run_incomplete")
        #expect(events[1].text("dedup_key") == "tieout/test/run_incomplete")
        #expect(events[2].text("dedup_key") != "tieout/test/run_incomplete")
    }

    /// The doctor sends only when it is asked to, and a channel that does not listen keeps no run from its work.
    @Test func theDoctorSendsATestWhereItIsAskedTo() async throws {
        let (night, chat, hook) = (
            try await OneMissedSale(), try Peer("http_peer", ["200"]), try Peer("http_peer", ["404"])
        )
        let program = night.program.with([
            "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)", "TIEOUT_WEBHOOK": "http://127.0.0.1:\(hook.port)",
        ])
        let silent = try program.run("doctor", "--output", "json").json().objects("checks")
        #expect(!silent.contains { $0.text("name") == "alert_test" })
        let ending = try program.run("doctor", "--send-test", "--output", "json")
        #expect(ending.status == 0, "\(ending.output)")
        let checks = try ending.json().objects("checks").filter { $0.text("name") == "alert_test" }
        #expect(checks.compactMap { $0.text("verdict") } == ["ok", "warning"])
        #expect(
            checks.compactMap { $0.text("reason") } == [
                "Slack has taken a test message", "webhook was not told: it answers 404: invalid_payload <x>",
            ]
        )
        #expect(try chat.next(TakenRequest.self).body.contains("this is a test; nothing is the matter"))
        // One message, not two: what is heard next was sent next.
        #expect(try program.run("alert-test").status == 1)
        _ = try chat.next(TakenRequest.self)
    }

    /// Every channel, the watcher and the gateway hang; the run ends with what it found, and says whom it gave up.
    @Test func whoHangsIsGivenUp() async throws {
        let (night, hanging, mail) = (
            try await OneMissedSale(refunded: 500), try Peer("http_peer", ["hang"]), try Peer("mail_peer", ["silent"])
        )
        try night.program.folder.write(
            """
            alerts:
              time_limit: 3s
              pagerduty_url: http://127.0.0.1:\(hanging.port)/v2/enqueue
              mail:
                from: tieout@example.com
                to: [oncall@example.com]
            metrics:
              pushgateway: http://127.0.0.1:\(hanging.port)
            """,
            to: "tieout.yaml"
        )
        let address = "http://127.0.0.1:\(hanging.port)/services/T/B/X"
        let ending = try night.program.with([
            "TIEOUT_SLACK_WEBHOOK": address, "TIEOUT_WEBHOOK": address, "TIEOUT_HEARTBEAT_URL": address,
            "TIEOUT_PAGERDUTY_KEY": "0123456789abcdef0123456789abcdef",
            "TIEOUT_SMTP_URL": "smtp://127.0.0.1:\(mail.port)",
        ]).run(night.applied)
        #expect(ending.status == 1, "\(ending.notes)")
        #expect(ending.output.contains("DIFFERENCES"))
        // There is nothing in it that PagerDuty takes, so that it counts for nobody who was told.
        #expect(!ending.notes.contains("PagerDuty"))
        for name in ["Slack", "e-mail", "webhook"] {
            #expect(
                ending.notes.contains(
                    "error \(name) was not told in 1 of at most 3 tries: given up, since no time was left"
                ),
                "\(ending.notes)"
            )
        }
        #expect(ending.notes.contains("healthchecks has no sign of life of this run: given up, since no time was left"))
        #expect(ending.notes.contains("the Pushgateway has no figures of this run: given up, since no time was left"))
        // Lines of a run name it, also those of its watchers.
        let outside = ending.notes.split(separator: "\n").filter {
            $0.contains("was not told") || $0.contains("has no sign") || $0.contains("has no figures")
        }
        #expect(outside.count >= 5)
        #expect(outside.allSatisfy { $0.contains(" run_id=2") }, "\(ending.notes)")
    }

    @Test(arguments: [
        ([:], "no channel is set"),
        (["TIEOUT_SLACK_WEBHOOK": "hooks.slack.com"], "TIEOUT_SLACK_WEBHOOK is no usable address"),
        (["TIEOUT_SLACK_WEBHOOK": "http://example.com/secret"], "it must begin with https://"),
        (["TIEOUT_PAGERDUTY_KEY": "short-secret"], "TIEOUT_PAGERDUTY_KEY is no routing key"),
        (["TIEOUT_SMTP_URL": "smtp://127.0.0.1"], "nobody is to write or to be written to"),
        (
            ["TIEOUT_WEBHOOK": "https://example.com", "TIEOUT_WEBHOOK_SECRET": "whsec_secret"],
            "TIEOUT_WEBHOOK_SECRET is no secret"
        ),
    ])
    func aChannelThatIsSetWrongIsToldByItsVariable(_ variables: [String: String], _ sentence: String) throws {
        let ending = try Program(environment: variables, folder: try WorkFolder()).run("alert-test")
        #expect(ending.status == 78)
        #expect(ending.notes.contains(sentence), "\(ending.notes)")
        #expect(!ending.notes.contains("example.com/secret") && !ending.notes.contains("short-secret"))
    }

    /// By the ledger's own function, an hour before the test so that the run looks at it.
    private func give(_ credits: Int64, in night: OneMissedSale) throws {
        let session = try night.database.connect()
        _ = try session.query(
            "SELECT public.update_user_credits($1::uuid, $2::integer, $3, 'by hand', 'cs_test_invented', '{}')",
            [.text(OneMissedSale.buyer), .integer(credits), .text(credits > 0 ? "purchase" : "adjustment")]
        )
        _ = try session.query(
            "UPDATE public.credit_transactions SET created_at = now() - interval '1 hour' WHERE reference_id = 'cs_test_invented'"
        )
    }
}
