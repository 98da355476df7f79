import Foundation
import TestSupport
import Testing

/// `unit-failed.sh`, which `tieout-alert@.service` starts: it needs nothing of tieout.
@Suite struct UnitFailedTests {
    let folder: WorkFolder
    private let script: Program

    init() throws {
        folder = try WorkFolder()
        mkdir("\(folder.path)/bin", 0o755)
        // What each of systemd's and the host's programs is told, by its name.
        try folder.write(
            """
            case $0 in
                *logger) printf '%s\\n' "$*" >>\(folder.path)/journal ;;
                *systemctl) printf 'systemctl %s\\n' "$*" ;;
                *sendmail) { printf 'sendmail %s\\n' "$*"; cat; } >\(folder.path)/mail ;;
            esac

            """,
            to: "stand-in"
        )
        let variables = [
            "PATH": "\(folder.path)/bin:/usr/bin:/bin", "STAND_IN": "\(folder.path)/stand-in", "MAILTO": "ops",
        ]
        let path = "\(ScheduleFolder.path)/systemd/unit-failed.sh"
        script = Program(path, environment: variables, folder: folder)
        for name in ["logger", "systemctl"] { try standIn(for: name) }
    }

    private func standIn(for name: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/bin/\(name)",
            withDestinationPath: ScheduleFolder.script("stand_in.sh")
        )
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test func theJournalIsToldAndRootIsMailed() throws {
        try standIn(for: "sendmail")
        #expect(try script.run("tieout.service").status == 0)
        #expect(try text("journal").hasPrefix("--tag tieout --priority daemon.crit tieout.service failed on "))
        let mail = try text("mail")
        #expect(mail.hasPrefix("sendmail -t\nTo: ops\nSubject: tieout.service failed on "))
        #expect(mail.contains("\nAuto-Submitted: auto-generated\n\n"))
        #expect(mail.hasSuffix("\nsystemctl status --full --no-pager --lines=40 tieout.service\n"))
    }

    @Test func whereNoMailCanBeSentTheJournalIsEnough() throws {
        #expect(try script.run("tieout.service").status == 0)
        #expect(try text("journal").contains("journalctl -u tieout.service"))
        #expect(try script.run().notes.contains("usage: unit-failed.sh UNIT"))
    }
}
