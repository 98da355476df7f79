import Foundation
import TestSupport
import Testing

/// A month end at the portal, in a browser: a controller takes the workbook, and an approver lets a held grant go.
@Suite struct PortalStoryTests {
    /// What the browser saw.
    private struct Walk: Decodable {
        struct Cookie: Decodable, Equatable {
            var name: String
            var httpOnly: Bool
            var secure: Bool
            var sameSite: String
            var path: String
        }

        var faults: [String]
        var visits: [String]
        var door: String
        var refused: String
        var afterSignIn: String
        var cookies: [Cookie]
        var runs: Int
        var filtered: Int
        var filterAddress: String
        var runHeadings: [String]
        var workbookSha256: String
        var workbookName: String
        var sheets: [String]
        var shownSha256: String
        var viewerButtons: [String]
        var viewerAudit: Int
        var signedOut: String
        var afterSignOut: String
        var notice: String
        var standing: String
        var audit: [String]
    }

    @Test(.enabled(if: Browser.isThere, "no Chromium with Playwright; scripts/install-packages test"))
    func aControllerDownloadsAndAnApproverApproves() async throws {
        // $20.00 were paid for 50 credits that never came; $5.00 went back, so a person has to decide.
        let night = try await OneMissedSale(refunded: 500)
        let folder = night.program.folder
        let planned = try night.program.run(night.applied + ["--output", "json"])
        #expect(planned.status == 2, "\(planned.output)\(planned.notes)")
        let report = "\(folder.path)/\(try #require(planned.json().text("report")))"
        let run = URL(filePath: report).lastPathComponent
        #expect(try night.balance() == 0)

        let portal = try RunningPortal(
            [
                "PORTAL_REPORTS": "\(folder.path)/reports", "PORTAL_USERS": try RunningPortal.users(in: folder),
                "DATABASE_URL": night.database.url,
            ],
            folder: folder
        )
        let walk = try Browser.walk(through: portal, to: run, picturesIn: folder.path)

        #expect(
            walk.faults == [],
            "scripts, foreign requests, what does not fit a narrow screen, axe-core's serious faults"
        )
        #expect(walk.visits == ["sign-in", "refused", "runs", "run", "plan", "decided", "audit"])
        #expect(walk.door == "/sign-in?to=/runs/\(run)/")
        #expect(walk.refused == "Name and password do not fit together.")
        #expect(walk.afterSignIn == "/runs/\(run)/", "back where they wanted to go")
        #expect(
            walk.cookies == [
                Walk.Cookie(name: "__Host-tieout", httpOnly: true, secure: true, sameSite: "Lax", path: "/")
            ]
        )
        #expect((walk.runs, walk.filtered) == (1, 1))
        #expect(walk.filterAddress == "/?month=&status=differences")
        #expect(walk.runHeadings.contains("Tie-out per currency") && walk.runHeadings.contains("Exceptions"))
        let sums = try String(contentsOfFile: "\(report)/SHA256SUMS", encoding: .utf8)
        #expect(sums.contains("\(walk.workbookSha256)  reconciliation.xlsx"))
        #expect(walk.shownSha256 == walk.workbookSha256)
        #expect(walk.workbookName == "reconciliation.xlsx")
        #expect(walk.sheets.contains("Tie-out"), "\(walk.sheets)")
        #expect(walk.viewerButtons == ["Sign out"], "a viewer decides nothing")
        #expect(walk.viewerAudit == 403)
        #expect((walk.signedOut, walk.afterSignOut) == ("/sign-in", "/sign-in"))
        #expect(walk.notice == "Recorded: approved.")
        #expect(walk.audit.prefix(3) == ["approved", "signed in", "signed out"])
        #expect(walk.audit.contains("downloaded") && walk.audit.contains("sign in refused"))

        // Nothing has moved yet: the portal never writes to the ledger. The next run posts it, once.
        #expect(try night.balance() == 0)
        let posted = try night.program.run(night.applied + ["--output", "json"])
        #expect(try night.balance() == 50, "\(posted.output)\(posted.notes)")
        let book = try night.database.connect().query(
            "SELECT approved_by FROM tieout.correction WHERE action = 'grant'"
        )
        #expect(try book.map { try $0.text("approved_by") } == ["anna"])
        // What went back in part is now too much by as many credits: proposed, and taken by nobody.
        #expect(try night.program.run(night.applied).status == 2)
        #expect(try night.balance() == 50)
        #expect(try portal.stop().status == 0)
    }

    private enum Browser {
        private static let python = ProcessInfo.processInfo.environment["TIEOUT_PYTHON"] ?? "python3"
        private static let chromium = "/usr/bin/chromium"

        static let isThere: Bool = {
            guard FileManager.default.fileExists(atPath: chromium), let folder = try? WorkFolder() else { return false }
            return (try? Program(python, folder: folder).run("-c", "import playwright, openpyxl"))?.status == 0
        }()

        static func walk(through portal: RunningPortal, to run: String, picturesIn folder: String) throws -> Walk {
            let judge = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../Judges/walk_portal.py").standardized.path
            let passwords = try JSONEncoder().encode(
                Dictionary(uniqueKeysWithValues: ["vera", "anna"].map { ($0, RunningPortal.password(of: $0)) })
            )
            let input = "\(folder)/passwords.json"
            try passwords.write(to: URL(filePath: input))
            let command = "exec '\(python)' '\(judge)' \(chromium) \(portal.origin) \(run) '\(folder)' < '\(input)'"
            let ending = try Program("/bin/sh", folder: try WorkFolder()).run("-c", command)
            guard ending.status == 0 else { throw WalkFailed(notes: ending.notes) }
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Walk.self, from: Data(ending.output.utf8))
        }
    }

    private struct WalkFailed: Error { let notes: String }
}
