import StripeSimulator
import TestSupport
import Testing

/// The commands beside `run`, as an engineer meets them on the first day and on the morning after.
@Suite struct CommandTests {
    @Test func anEmptyDatabaseIsMadeReadyAndThenThereIsNothingToDo() async throws {
        let database = try TestDatabase.empty()
        let stripe = try Server(StripeAccount())
        let program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout", "DATABASE_URL": database.url,
            ],
            folder: try WorkFolder()
        )
        let refused = try program.run("doctor")
        #expect(refused.status == 78)
        #expect(refused.output.contains("tieout migrate --ledger"))
        #expect(refused.output.contains("\nA run would refuse to start."))
        #expect(try program.run("migrate").status == 78)

        let script = try program.run("migrate", "--ledger", "--print")
        #expect(script.status == 0)
        #expect(script.output.contains("user_credit_purchases"))
        #expect(try program.run("migrate", "--print").status == 78, "views over tables that are not there")
        #expect(try program.run("doctor").status == 78, "what is printed is not run")

        let made = try program.run("migrate", "--ledger")
        #expect(made.status == 0, "\(made.notes)")
        #expect(made.output.contains("created table public.user_credit_purchases"))
        let doctor = try program.run("doctor", "--output", "json")
        #expect(doctor.status == 0)
        let checks = try doctor.json().objects("checks")
        #expect(Set(checks.compactMap { $0.text("verdict") }).isSubset(of: ["ok", "warning"]))
        #expect(
            checks.compactMap { $0.text("name") } == [
                "key", "reads", "clock", "webhooks", "reports", "alerts", "database", "tls", "pooler", "tables",
                "rights",
                "row_security", "schema", "own_rights", "mode", "evidence", "function", "overloads", "callers",
                "search_path", "owner", "guard", "trial_grant", "package_prices",
            ]
        )
        #expect(try program.run("migrate", "--ledger").output == "Nothing to do: everything is there.\n")
        #expect(try program.run("migrate").output == "Nothing to do: everything is there.\n")
    }

    @Test func thePrintedScriptDoesWhatTheCommandDoes() async throws {
        let (printed, made) = (try TestDatabase.empty(), try TestDatabase.empty())
        let program = Program(folder: try WorkFolder())
        let onPrinted = program.with(["DATABASE_URL": printed.url])
        try printed.connect().execute(script: onPrinted.run("migrate", "--ledger", "--print").output)
        try printed.connect().execute(script: onPrinted.run("migrate", "--print").output)
        #expect(try program.with(["DATABASE_URL": made.url]).run("migrate", "--ledger").status == 0)
        let difference = Set(try shape(printed)).symmetricDifference(try shape(made))
        #expect(difference == [])
        #expect(try onPrinted.run("migrate", "--ledger").output == "Nothing to do: everything is there.\n")
    }

    @Test func nothingIsOpenBeforeTheFirstRunAndThereWasNone() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run("runs").output == "There was no run on this database yet.\n")
        #expect(try night.program.run("findings").output == "Nothing is open.\n")
        #expect(try night.program.run("findings", "--output", "json").json().objects("findings").isEmpty)
    }

    @Test func whatIsOpenIsListedExplainedAndClosedByTheRunThatCorrectsIt() async throws {
        let night = try await OneMissedSale()
        #expect(try night.program.run("run", "--since", night.instant(daysAgo: 7)).status == 2)

        let findings = try night.program.run("findings")
        #expect(findings.status == 0)
        #expect(findings.output.contains("high  missed_purchase  cs_test_A  buyer \(OneMissedSale.buyer)"))
        let missed = try night.program.run("findings", "--kind", "missed_purchase", "--output", "json").json()
        let finding = try #require(missed.objects("findings").first)
        #expect(missed.objects("findings").count == 1)
        #expect(finding.text("stripe_id") == OneMissedSale.session)
        #expect(finding.number("credits") == 50)
        #expect(finding.number("expected_minor") == 2000)

        for name in [OneMissedSale.session, try #require(finding.text("fingerprint"))] {
            let story = try night.program.run("explain", name)
            #expect(story.status == 0, "\(story.notes)")
            #expect(story.output.contains("missed_purchase"))
        }

        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.program.run("findings").output == "Nothing is open.\n")
        let after = try night.program.run("explain", OneMissedSale.session)
        #expect(after.output.contains("corrected"))
        #expect(after.output.contains(", 50 credits, balance 0 to 50"))
        let json = try night.program.run("explain", OneMissedSale.session, "--output", "json").json()
        #expect(json.objects("corrections").compactMap { $0.text("action") }.contains("grant"))

        let runs = try night.program.run("runs")
        #expect(runs.output.contains("TIES OUT (0)"))
        #expect(runs.output.contains("DIFFERENCES (2)"))
        #expect(runs.output.contains("plan only"))
        #expect(try night.program.run("runs", "--limit", "1").output.split(separator: "\n").count == 1)
    }

    @Test func aKindIsExplainedWithoutADatabase() throws {
        let program = Program(folder: try WorkFolder())
        let text = try program.run("explain", "missed_purchase")
        #expect(text.status == 0)
        for heading in ["missed_purchase  (high)", "Meaning  ", "Cause    ", "Advice   "] {
            #expect(text.output.contains(heading))
        }
        let json = try program.run("explain", "stale_checkout", "--output", "json").json()
        #expect(json.keys() == ["advice", "cause", "kind", "meaning", "schema_version", "severity", "title"])
    }

    @Test func anObjectThatNobodyKnowsIsSaidToBeUnknown() async throws {
        let night = try await OneMissedSale()
        let typo = try night.program.run("explain", "mised_purchase")
        #expect(typo.status == 64)
        #expect(typo.notes.contains("Did you mean the kind missed_purchase?"))
        let stranger = try night.program.run("explain", "cs_test_nobody")
        #expect(stranger.status == 64)
        #expect(stranger.notes.contains("nothing is known of cs_test_nobody"))
    }

    /// Results on standard output, notes on standard error; `--quiet` leaves the results.
    @Test func notesGoWhereTheyDoNotDisturb() async throws {
        let night = try await OneMissedSale()
        let told = try night.program.run("run", "--since", night.instant(daysAgo: 7))
        #expect(told.notes.contains("collect"))
        #expect(!told.output.contains("collect"))
        let quiet = try night.program.run("run", "--since", night.instant(daysAgo: 7), "--quiet")
        #expect(quiet.notes == "")
        let command = "tieout run --since \(night.instant(daysAgo: 7)) --apply"
        #expect(quiet.output.contains("would grant 1 purchase, 50 credits; apply with: \(command)\n"))
        let failed = try night.program.with(["STRIPE_SECRET_KEY": nil]).run("run", "--quiet")
        #expect(failed.notes.contains("there is no Stripe key"), "failures are told all the same")
    }

    @Test func theSimulatorServesUntilItIsTold() throws {
        let program = Program(folder: try WorkFolder())
        let busy = try Server(StripeAccount())
        let refused = try program.run("simulate", "--port", "\(busy.port)", "--sessions", "100", "--output", "json")
        #expect(refused.status == 69)
        #expect(try refused.json().text("advice") == "Choose another --port.")
    }

    /// Relations, columns and types of every schema that migrations write to.
    private func shape(_ database: TestDatabase) throws -> [String] {
        try database.connect().query(
            """
            SELECT concat_ws(' ', table_schema, table_name, ordinal_position, column_name, data_type, is_nullable) AS line
            FROM information_schema.columns
            WHERE table_schema IN ('public', 'auth', 'tieout') ORDER BY 1
            """
        ).map { try $0.text("line") }
    }
}
