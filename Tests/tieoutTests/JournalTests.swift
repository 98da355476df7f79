import Foundation
import StripeSimulator
import TestSupport
import Testing

/// Under systemd each line of standard error says how severe it is, so that `journalctl -p warning` finds it.
@Suite struct JournalTests {
    /// What a shell starts so that `JOURNAL_STREAM` names the file that standard error is, or another one.
    private func program(_ night: OneMissedSale, journal: String) -> Program {
        let variables = night.program.environment.merging(["WHICH": journal, "TIEOUT": Program.binary]) { $1 }
        return Program("sh", environment: variables, folder: night.program.folder)
    }

    private static let script = #"JOURNAL_STREAM=$(stat -L -c %d:%i "$WHICH") exec "$TIEOUT" "$@""#

    @Test func everyLineHasItsPriority() async throws {
        let night = try await OneMissedSale()
        // A watcher who is not there is a warning, a chat that is not there an error.
        let program = program(night, journal: "/proc/self/fd/2").with([
            "TIEOUT_HEARTBEAT_URL": "http://127.0.0.1:1/check", "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:1/chat",
            "STRIPE_API_BASE": "http://127.0.0.1:1",
        ])
        let ending = try program.run(["-c", Self.script, "sh"] + night.applied)
        #expect(ending.status == 69)
        let lines = ending.notes.split(separator: "\n")
        #expect(lines.allSatisfy { $0.prefixMatch(of: /<[2-7]>/) != nil }, "\(ending.notes)")
        let told = { (prefix: String, words: String) in
            lines.contains { $0.hasPrefix(prefix) && $0.contains(words) }
        }
        #expect(told("<4>", " warning healthchecks has no sign of life of this run"), "\(ending.notes)")
        #expect(told("<3>", " error Slack was not told in 3"), "\(ending.notes)")
        #expect(told("<3>", "tieout: "), "\(ending.notes)")
        #expect(!ending.output.contains("<3>"), "results are no log")
    }

    @Test func progressIsInformation() async throws {
        let night = try await OneMissedSale()
        let ending = try program(night, journal: "/proc/self/fd/2").run(["-c", Self.script, "sh"] + night.applied)
        #expect(ending.status == 0)
        let lines = ending.notes.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix("<6>") && $0.contains(" info collect") }, "\(ending.notes)")
    }

    /// Standard error that was sent elsewhere is no journal, whatever the variable says; nor are lines of JSON prefixed.
    @Test(arguments: [("/dev/null", "text"), ("/proc/self/fd/2", "json")])
    func elsewhereThereIsNone(_ journal: String, _ format: String) async throws {
        let night = try await OneMissedSale()
        let ending = try program(night, journal: journal)
            .run(["-c", Self.script, "sh"] + night.applied + ["--log-format", format])
        #expect(ending.status == 0)
        #expect(!ending.notes.isEmpty)
        #expect(!ending.notes.contains("<6>"))
    }
}
