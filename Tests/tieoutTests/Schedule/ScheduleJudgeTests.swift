import Foundation
import TestSupport
import Testing

@testable import tieout

/// The files in `cron/` are what those that read them say they must be.
@Suite struct ScheduleJudgeTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    @Test(.enabled(if: ScheduleFolder.has("shellcheck")), arguments: ["run-tieout.sh", "systemd/unit-failed.sh"])
    func shellcheckAndDashReadTheScripts(_ name: String) throws {
        let script = "\(ScheduleFolder.path)/\(name)"
        try ScheduleFolder.judge(["shellcheck", "--shell=sh", script])
        try ScheduleFolder.judge(["dash", "-n", script])
    }

    @Test(.enabled(if: ScheduleFolder.has("crontab")), arguments: ["tieout", "docker/crontab"])
    func cronReadsTheTables(_ name: String) throws {
        try ScheduleFolder.judge(["crontab", "-n", "\(ScheduleFolder.path)/\(name)"])
        let text = try ScheduleFolder.text(name)
        #expect(text.hasSuffix("\n"), "cron drops a last line without an end")
        let jobs = text.split(separator: "\n").filter { $0.first?.isNumber == true }
        #expect(jobs.count == 1)
        #expect(jobs.allSatisfy { !$0.contains("%") }, "cron makes a line break of it")
        #expect(jobs.allSatisfy { !$0.hasPrefix("0 ") }, "on the hour everybody runs")
        #expect(text.contains("\nMAILTO=root\n"))
    }

    /// Filled in for the program beside the tests, so that what the units start is there.
    private func units() throws -> [String] {
        var facts = ScheduleFacts()
        facts.binary = Program.binary
        return try ScheduleFile.files(for: .systemd, facts).filter { $0.destination.contains("/systemd/") }.map {
            file in
            let script = "\(ScheduleFolder.path)/systemd/unit-failed.sh"
            let text = file.text.replacingOccurrences(of: "/usr/lib/tieout/unit-failed.sh", with: script)
            return try folder.write(text, to: URL(filePath: file.destination).lastPathComponent)
        }
    }

    @Test(.enabled(if: ScheduleFolder.has("systemd-analyze")))
    func systemdReadsTheUnitsAndFindsNothing() throws {
        let units = try units()
        #expect(units.count == 4)
        let verdict = try ScheduleFolder.judged(
            ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"] + units,
            in: folder,
            ["SYSTEMD_UNIT_PATH": "\(folder.path):"]
        )
        #expect(verdict.status == 0)
        #expect(verdict.notes == "")
        for unit in units where unit.hasSuffix(".service") {
            try ScheduleFolder.judge(
                ["systemd-analyze", "security", "--offline=true", "--threshold=25", unit],
                in: folder
            )
        }
    }

    @Test(.enabled(if: ScheduleFolder.has("systemd-analyze")))
    func aUnitThatIsWrongIsFoundOut() throws {
        let wrong = try ScheduleFolder.text("systemd/tieout.service")
            .replacingOccurrences(of: "/usr/bin/tieout", with: Program.binary)
            .replacingOccurrences(of: "[Service]", with: "[Service]\nStartLimitBurst=3\nRestartPrevent=4")
        let unit = try folder.write(wrong, to: "tieout.service")
        let verdict = try ScheduleFolder.judged(["systemd-analyze", "verify", "--man=no", unit], in: folder)
        #expect(verdict.notes.contains("RestartPrevent"))
    }

    /// Both nights of the year on which Europe's and America's clocks change.
    @Test(
        .enabled(if: ScheduleFolder.has("systemd-analyze")),
        arguments: ["2026-03-28", "2026-03-07", "2026-10-24", "2026-10-31"],
        ["Europe/Berlin", "America/New_York", "UTC"]
    )
    func theTimerRunsOnceANightWhateverTheClocksDo(_ day: String, _ zone: String) throws {
        let timer = try ScheduleFolder.text("systemd/tieout.timer")
        let schedule = try #require(timer.firstMatch(of: /\nOnCalendar=(.*)\n/)?.1)
        let said = try ScheduleFolder.judged(
            ["systemd-analyze", "calendar", "--base-time=\(day) 12:00:00 UTC", "--iterations=3", String(schedule)],
            ["TZ": zone]
        )
        let times = said.output.matches(of: /(\d{4}-\d\d-\d\d) 02:17:00 UTC/).map { String($0.1) }
        let start = try #require(try? Date("\(day)T00:00:00Z", strategy: .iso8601))
        let days = (1...3).map {
            start.addingTimeInterval(Double($0) * 86_400).formatted(.iso8601.year().month().day())
        }
        #expect(times == days, "\(said.output)\(said.notes)")
    }

    @Test(
        .enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges),
        arguments: ["cronjob.yaml", "backfill-job.yaml", "networkpolicy.yaml"]
    )
    func kubernetesTakesTheManifests(_ name: String) throws {
        let judges = try #require(ScheduleFolder.judges)
        let manifest = "\(ScheduleFolder.path)/kubernetes/\(name)"
        try ScheduleFolder.judge(["\(judges)/kubernetes-validate", "--strict", manifest])
        let wrong = try folder.write(
            ScheduleFolder.text("kubernetes/\(name)").replacingOccurrences(of: "\nspec:", with: "\nspecs: {}\nspec:"),
            to: name
        )
        let verdict = try ScheduleFolder.judged(["\(judges)/kubernetes-validate", "--strict", wrong])
        #expect(verdict.status != 0, "a key that is none is found out")
    }

    @Test(
        .enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges),
        arguments: [
            ("vendor.github-workflows", "github-actions/reconcile.yml"),
            ("vendor.compose-spec", "docker/compose.example.yml"),
        ]
    )
    func theSchemasOfGitHubAndComposeHold(_ schema: String, _ name: String) throws {
        let judge = "\(try #require(ScheduleFolder.judges))/check-jsonschema"
        try ScheduleFolder.judge([judge, "--builtin-schema", schema, "\(ScheduleFolder.path)/\(name)"])
        let wrong = try folder.write("jobs: 1\nservices: 1\n", to: "wrong.yml")
        #expect(try ScheduleFolder.judged([judge, "--builtin-schema", schema, wrong]).status == 1)
    }

    @Test(.enabled(if: ScheduleFolder.has("logrotate")))
    func logrotateKeepsWhatWasThere() throws {
        var facts = ScheduleFacts()
        facts.user = ProcessInfo.processInfo.userName
        let rotation = try #require(
            ScheduleFile.files(for: .cron, facts).first { $0.destination == "/etc/logrotate.d/tieout" }
        )
        let text = rotation.text.replacingOccurrences(of: "/var/log/tieout", with: folder.path)
        let configuration = try folder.write(text, to: "rotation")
        try folder.write("a night\n", to: "tieout.log")
        let command = ["logrotate", "--state", "\(folder.path)/state", configuration]
        try ScheduleFolder.judge(command + ["--debug"])
        try ScheduleFolder.judge(command + ["--force"])
        #expect(try String(contentsOfFile: "\(folder.path)/tieout.log.1", encoding: .utf8) == "a night\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder.path)/tieout.log")
        #expect(attributes[.size] as? Int == 0)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
    }

    @Test func eachOfThemRunsTheSameCommand() throws {
        let starts = [
            ("tieout", "run-tieout.sh run --apply\n"),
            ("systemd/tieout.service", "ExecStart=/usr/bin/tieout run --apply\n"),
            ("kubernetes/cronjob.yaml", "args: [run, --apply]\n"), ("docker/crontab", "tieout run --apply "),
            ("docker/compose.example.yml", "command: [run, --apply]\n"),
            ("docker/Dockerfile", "CMD [\"run\", \"--apply\"]\n"),
            ("github-actions/reconcile.yml", "tieout run --apply "),
        ]
        for (name, start) in starts { #expect(try ScheduleFolder.text(name).contains(start), "\(name)") }
        let names = try FileManager.default.contentsOfDirectory(atPath: ScheduleFolder.path)
        #expect(names.contains("tieout"), "a dot in the name of a crontab disables it")
    }

    /// What differs is when it ends and over which period; a door that is shut at night is shut by day.
    @Test func aBackfillIsShutInAsTheNightIs() throws {
        let units = try ["tieout", "tieout-backfill@"].map { name in
            try ScheduleFolder.text("systemd/\(name).service").components(separatedBy: "# What the run may touch")
        }
        #expect(units.map(\.count) == [2, 2])
        #expect(units[0].last == units[1].last)
        let pods = try ["cronjob", "backfill-job"].map { name in
            try ScheduleFolder.text("kubernetes/\(name).yaml").components(separatedBy: "restartPolicy: Never\n")[1]
                .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
                .filter { !$0.hasPrefix("args: ") && !$0.hasPrefix("# ") && !$0.contains("TIEOUT_TIMEOUT") }
        }
        #expect(pods[0].count > 30)
        #expect(pods[0] == pods[1])
    }
}
