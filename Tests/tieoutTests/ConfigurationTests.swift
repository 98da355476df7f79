import Foundation
import TestSupport
import Testing

/// `tieout.yaml`, and where reports go. What is wrong with either is told before anything is written.
@Suite struct ConfigurationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let yaml: String
        let says: [String]
    }

    @Test(arguments: [
        Case(
            testDescription: "an unknown key",
            yaml: "lookbak: 7d",
            says: ["tieout.yaml:1", "lookbak", "Did you mean lookback?"]
        ),
        Case(
            testDescription: "an unknown key further in",
            yaml: "apply: plan\nreports:\n  directry: /tmp",
            says: ["tieout.yaml:3", "reports.directry", "Did you mean reports.directory?"]
        ),
        Case(
            testDescription: "a key unlike any",
            yaml: "colour: blue",
            says: ["colour", "Known keys: alerts.mail.from, "]
        ),
        Case(
            testDescription: "a secret in the file",
            yaml: "stripe:\n  secret_key: sk_live_1",
            says: ["stripe.secret_key"]
        ),
        Case(testDescription: "no time", yaml: "lookback: a week", says: ["lookback is “a week”", "7d"]),
        Case(testDescription: "no choice", yaml: "apply: yes", says: ["apply is “yes”", "auto or plan"]),
        Case(
            testDescription: "too many names",
            yaml: "metadata:\n  credits: [a, b, c, d, e, f, g]",
            says: ["metadata.credits", "one to 6 names"]
        ),
        Case(
            testDescription: "no address",
            yaml: "reports:\n  base_url: reports.example.com",
            says: ["reports.base_url", "https://reports.example.com/tieout"]
        ),
        Case(
            testDescription: "no dialect",
            yaml: "reports:\n  csv_dialect: calc",
            says: ["reports.csv_dialect is “calc”", "plain or excel"]
        ),
        Case(
            testDescription: "half a retention",
            yaml: "reports:\n  retain: {month_end: 7y}",
            says: ["reports.retain.month_end", "daily: 90d"]
        ),
        Case(
            testDescription: "month ends kept for less than the others",
            yaml: "reports:\n  retain: {daily: 90d, month_end: 80d}",
            says: ["reports.retain.month_end is “80d”"]
        ),
        Case(testDescription: "a list", yaml: "- apply", says: ["no mapping"]),
        Case(testDescription: "no YAML", yaml: "apply: [", says: ["no YAML"]),
    ])
    func aFileThatIsWrongIsRefused(_ wrong: Case) async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write(wrong.yaml, to: "tieout.yaml")
        let before = try Books(of: night.database)
        for command in [night.applied, ["doctor"], ["findings"]] {
            let ending = try night.program.run(command)
            #expect(ending.status == 78, "\(command)")
            for words in wrong.says { #expect(ending.notes.contains(words), "\(ending.notes)") }
            #expect(!ending.notes.contains("sk_live_1"))
        }
        #expect(try Books(of: night.database) == before)
    }

    @Test func aFileThatIsNamedHasToBeThere() throws {
        let program = Program(folder: try WorkFolder())
        for ending in [
            try program.run("doctor", "--config", "elsewhere.yaml"),
            try program.with(["TIEOUT_CONFIG": "elsewhere.yaml"]).run("doctor"),
        ] {
            #expect(ending.status == 78)
            #expect(ending.notes.contains("cannot read the configuration elsewhere.yaml"))
        }
    }

    @Test(.enabled(if: !TestRoles.areOn, "by its arguments alone this program would be given the reader's role"))
    func theFileMayLetEveryRunApply() async throws {
        let night = try await OneMissedSale()
        try night.program.folder.write("apply: auto\nreports:\n  directory: books\n", to: "tieout.yaml")
        let ending = try night.program.run("run", "--since", night.instant(daysAgo: 7))
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(try night.balance() == 50)
        #expect(night.program.folder.names(in: "books").contains("latest"))
        #expect(night.program.folder.names(in: "reports") == [])
    }

    /// The report is the last thing that a run writes; that it cannot be written has to be known before the first.
    @Test(arguments: ["open to others", "a file"])
    func whereNoReportCanBeWrittenNothingElseIs(_ fault: String) async throws {
        let night = try await OneMissedSale()
        let reports = "\(night.program.folder.path)/reports"
        if fault == "a file" {
            try night.program.folder.write("", to: "reports")
        } else {
            try FileManager.default.createDirectory(atPath: reports, withIntermediateDirectories: false)
            try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: reports)
        }
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied + ["--output", "json"])
        #expect(ending.status == 73)
        #expect(ending.notes.contains("reports: "), "\(ending.notes)")
        #expect(try ending.json().number("exit_status") == 73)
        #expect(try Books(of: night.database) == before)
    }
}
