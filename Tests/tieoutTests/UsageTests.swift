import TestSupport
import Testing

/// Command lines that make no sense: told at once, with status 64, before anything is connected to.
@Suite struct UsageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        /// What the sentence must name.
        let names: String
    }

    static let cases = [
        Case(testDescription: "an unknown command", arguments: ["reconcile"], names: "Unknown command 'reconcile'"),
        Case(testDescription: "an unknown option", arguments: ["run", "--aply"], names: "--apply"),
        Case(
            testDescription: "an instant without a zone",
            arguments: ["run", "--since", "2026-11-01T00:00:00"],
            names: "--since"
        ),
        Case(
            testDescription: "a date that does not exist",
            arguments: ["run", "--since", "2026-02-30T00:00:00Z"],
            names: "--since"
        ),
        Case(testDescription: "no subject", arguments: ["explain"], names: "<kind|id>"),
        Case(
            testDescription: "an unknown kind",
            arguments: ["findings", "--kind", "missed_sale"],
            names: "missed_sale"
        ),
        Case(testDescription: "an unknown severity", arguments: ["findings", "--severity", "bad"], names: "critical"),
        Case(testDescription: "no runs at all", arguments: ["runs", "--limit", "0"], names: "--limit"),
        Case(
            testDescription: "a scheduler with a slip",
            arguments: ["init", "--scheduler", "sytemd"],
            names: "'sytemd' is none of systemd, cron, kubernetes; did you mean 'systemd'?"
        ),
        Case(
            testDescription: "a time that no clock shows",
            arguments: ["init", "--scheduler", "cron", "--at", "24:00"],
            names: "--at"
        ),
        Case(
            testDescription: "a user that cannot be one",
            arguments: ["init", "--scheduler", "cron", "--user", "root; rm"],
            names: "'root; rm' is no name of a user"
        ),
        Case(testDescription: "a user of nothing", arguments: ["init", "--user", "billing"], names: "--scheduler"),
        Case(testDescription: "too small a demo", arguments: ["demo", "--sessions", "1"], names: "--sessions"),
    ]

    let program: Program

    init() throws { program = Program(folder: try WorkFolder()) }

    @Test(arguments: cases)
    func isRefusedInWords(_ wrong: Case) throws {
        let ending = try program.run(wrong.arguments)
        #expect(ending.status == 64)
        #expect(ending.output == "")
        #expect(ending.notes.contains(wrong.names), "\(ending.notes)")
    }

    @Test(arguments: cases)
    func isRefusedInOneObjectWhereMachinesListen(_ wrong: Case) throws {
        for format in [["--output", "json"], ["--output=json"]] {
            let ending = try program.run(wrong.arguments + format)
            let object = try ending.json()
            #expect(ending.status == 64)
            #expect(object.number("exit_status") == 64)
            #expect(object.text("status") == "failed")
            #expect(object.text("error")?.contains(wrong.names) == true, "\(ending.output)")
        }
    }
}
