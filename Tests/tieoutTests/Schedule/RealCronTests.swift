import Foundation
import TestSupport
import Testing

private enum RealCron {
    static let canRun =
        ProcessInfo.processInfo.environment["TIEOUT_LONG"] == "1" && getuid() == 0 && ScheduleFolder.has("cron")
        && (try? ScheduleFolder.judged(["unshare", "--mount", "--pid", "--fork", "true"]))?.status == 0
}

/// A real cron daemon, for two minutes: what is in `cron/` is started, with which environment, and what becomes of its output.
@Suite(.enabled(if: RealCron.canRun, "only with --long, as root, where namespaces can be made")) struct RealCronTests {
    let folder: WorkFolder

    init() throws {
        folder = try WorkFolder()
        for name in ["cron.d", "overlay", "home"] { mkdir("\(folder.path)/\(name)", 0o755) }
        for name in ["begun", "end", "mailed"] { mkfifo("\(folder.path)/\(name)", 0o600) }
    }

    /// The first night's run is still at work when the second begins; a minute stands for a night.
    @Test func theFirstRunIsStartedTheSecondIsKeptOutAndMailed() throws {
        let table = try ScheduleFolder.text("tieout")
            .replacingOccurrences(
                of: "17 2 * * * tieout /usr/lib/tieout",
                with: "* * * * * root \(ScheduleFolder.path)"
            )
            .replacingOccurrences(of: "MAILTO=", with: "TIEOUT_ENV_FILE=\(folder.path)/tieout.env\nMAILTO=")
        try folder.write(table, to: "cron.d/tieout")
        try folder.write(
            table.replacingOccurrences(of: "run --apply", with: "run --never"),
            to: "cron.d/tieout.disabled"
        )
        let variables = [
            "BINARY=\(ScheduleFolder.script("stand_in.sh"))", "HOME=\(folder.path)/home", "LOG=\(folder.path)/log",
        ]
        try folder.write(
            variables.map { "TIEOUT_\($0)\n" }.joined()
                + "STAND_IN=\(folder.path)/program\nSPACES='100% of two words'\n",
            to: "tieout.env"
        )
        chmod("\(folder.path)/tieout.env", 0o640)
        try folder.write(
            """
            echo "$@ PATH=$PATH HOME=$HOME SHELL=$SHELL $SPACES $(pwd)"
            echo >\(folder.path)/begun
            read -r line <\(folder.path)/end

            """,
            to: "program"
        )

        let script = ScheduleFolder.script("real_cron.sh")
        let unshare = Program("unshare", environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"], folder: folder)
        let daemon = try unshare.start(["--mount", "--pid", "--fork", "--kill-child", "sh", script, folder.path])
        defer {
            daemon.sendToGroup(SIGKILL)
            _ = try? daemon.ending()
        }

        try wait(for: "begun")
        try wait(for: "mailed")
        try ScheduleFolder.judge(["timeout", "--kill-after=1", "60", "sh", "-c", "echo >\(folder.path)/end"])

        let log = try String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)
        let expected = "run --apply PATH=/usr/local/bin:/usr/bin:/bin HOME=/root SHELL=/bin/sh 100% of two words "
        #expect(log.contains("\(expected)\(folder.path)/home\n"), "\(log)")
        #expect(!log.contains("--never"), "a dot in the name of a table disables it")
        let mail = try String(contentsOfFile: "\(folder.path)/mail", encoding: .utf8)
        #expect(mail.contains("\nTo: root\n"), "\(mail)")
        #expect(mail.hasSuffix("run-tieout.sh: another run holds \(folder.path)/home/run.lock: nothing was done\n"))
        #expect(mail.components(separatedBy: "\nTo: ").count == 2, "the run that was well is not mailed: \(mail)")
    }

    private func wait(for name: String) throws {
        try ScheduleFolder.judge(["timeout", "--kill-after=1", "150", "cat", "\(folder.path)/\(name)"])
    }
}
