import Foundation
import TestSupport
import Testing

@testable import tieout

/// The manual page is made from the argument parser; `scripts/generate-docs` writes it anew.
@Suite struct ManualPageTests {
    private static let docs = ScheduleFolder.path + "/../docs"

    @Test func thePageIsFresh() throws {
        let dump = try Program(folder: WorkFolder()).run("--experimental-dump-help")
        let page = ManualPage(
            program: try JSONObject(dump.output),
            configuration: try String(contentsOfFile: "\(Self.docs)/configuration.md", encoding: .utf8),
            version: tieout.Program.version,
            dated: "2026-11-26"
        ).text
        let path = "\(Self.docs)/tieout.1"
        if ProcessInfo.processInfo.environment["TIEOUT_GENERATE_DOCS"] == "1" {
            try page.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == page, "run scripts/generate-docs")
    }

    @Test func itTellsEveryCommandExitStatusAndVariable() throws {
        let page = try String(contentsOfFile: "\(Self.docs)/tieout.1", encoding: .utf8)
        for command in HelpTests.commands {
            #expect(page.contains("\n.SS tieout \(command.replacing("-", with: "\\-"))\n"))
        }
        for status in ExitStatus.allCases {
            #expect(page.contains(try Regex("\n\\.B (\\d+, )?\(status.rawValue)[,\n]")), "\(status)")
        }
        for name in ScheduleFacts.secrets + ["TIEOUT_CONFIG", "STRIPE_API_BASE"] {
            #expect(page.contains("\n.B \(name)"))
        }
    }

    @Test(.enabled(if: ScheduleFolder.has("mandoc")))
    func mandocReadsItWithoutComplaint() throws {
        try ScheduleFolder.judge(["mandoc", "-T", "lint", "-W", "warning", "\(Self.docs)/tieout.1"])
    }
}
