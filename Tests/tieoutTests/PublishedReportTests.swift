import Foundation
import PostgresLedger
import TestSupport
import Testing

/// What can be done with reports after the run: rendered again, proved, pruned.
@Suite struct PublishedReportTests {
    let night: OneMissedSale

    init() async throws { night = try await OneMissedSale() }

    private var root: String { "\(night.program.folder.path)/reports" }

    /// Runs, and gives the folder that it published.
    private func publishedRun(_ more: String...) throws -> String {
        let ending = try night.program.run(night.applied + more + ["--output", "json"])
        #expect(ending.status == 0, "\(ending.notes)")
        return "\(night.program.folder.path)/\(try #require(try ending.json().text("report")))"
    }

    private func document(_ path: String) throws -> JSONObject {
        try JSONObject(String(contentsOfFile: path, encoding: .utf8))
    }

    @Test func theLastRunIsRenderedAgainIntoAFolderOfItsOwn() throws {
        let first = try publishedRun()
        let sums = try String(contentsOfFile: "\(first)/SHA256SUMS", encoding: .utf8)
        let ending = try night.program.run("report", "--output", "json")
        #expect(ending.status == 0, "\(ending.notes)")
        let again = "\(night.program.folder.path)/\(try #require(try ending.json().text("report")))"
        #expect(again != first)
        #expect(try String(contentsOfFile: "\(first)/SHA256SUMS", encoding: .utf8) == sums)
        for file in ["sessions.csv", "charges.csv", "invoices.csv", "findings.csv", "grants.csv", "plan.json"] {
            #expect(
                FileManager.default.contentsEqual(atPath: "\(first)/\(file)", andPath: "\(again)/\(file)"),
                "\(file)"
            )
        }
        let run = try #require(try document("\(first)/manifest.json").text("run_id"))
        let manifest = try document("\(again)/manifest.json")
        #expect(manifest.text("renders_again") == run)
        #expect(manifest.text("previous.run_id") == run)
        let summary = try document("\(again)/summary.json")
        #expect(summary.text("run_id") == run)
        #expect(summary.text("rendered_again_as") == manifest.text("run_id"))
        let page = try String(contentsOfFile: "\(again)/index.html", encoding: .utf8)
        #expect(page.contains("\(run), rendered again from the database"))
        #expect(try night.program.run("verify", "reports").status == 0)
    }

    @Test func whatIsNoLongerStagedIsSaidPlainly() throws {
        let first = try publishedRun()
        try night.database.connect().execute(script: "TRUNCATE tieout.scope", named: "crash")
        let ending = try night.program.run("report", "--csv-dialect", "excel")
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(ending.output.contains("missing     the rows of the detail sheets"), "\(ending.output)")
        let latest = "\(root)/latest"
        let sessions = try Data(contentsOf: URL(filePath: "\(latest)/sessions.csv"))
        #expect(sessions.starts(with: [0xEF, 0xBB, 0xBF]))
        #expect(sessions.split(separator: UInt8(ascii: "\n")).count == 1, "the header")
        let page = try String(contentsOfFile: "\(latest)/index.html", encoding: .utf8)
        #expect(page.contains("Not in this report"))
        #expect(
            FileManager.default.contentsEqual(atPath: "\(first)/grants.csv", andPath: "\(latest)/grants.csv") == false,
            "the mark of Excel"
        )
    }

    @Test func onlyTheLastRunIsKeptWhole() throws {
        #expect(try night.program.run("report").status == 64, "before the first run")
        let first = try document("\(try publishedRun())/manifest.json").text("run_id")
        _ = try publishedRun()
        let earlier = try night.program.run("report", "--run", try #require(first))
        #expect(earlier.status == 64)
        #expect(earlier.notes.contains("is not the last one"), "\(earlier.notes)")
        let unknown = try night.program.run("report", "--run", "20200101T000000Z-nightly-0000")
        #expect(unknown.status == 64)
        #expect(unknown.notes.contains("knows no run"), "\(unknown.notes)")
        // Said before anybody asks the database.
        let nonsense = try night.program.with(["DATABASE_URL": "postgresql://tieout@127.0.0.1:1/none"])
            .run("report", "--run", "yesterday")
        #expect(nonsense.status == 64)
        #expect(nonsense.notes.contains("'yesterday' is no run's id"), "\(nonsense.notes)")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small file system"))
    func aReportForWhichThereWasNoRoomIsWrittenLater() async throws {
        let disk = try SmallDisk(kilobytes: 256)
        try night.program.folder.write("reports:\n  directory: \(disk.path)\n", to: "small.yaml")
        let ending = try night.program.run(night.applied + ["--config", "small.yaml"])
        #expect(ending.status == 73)
        #expect(ending.notes.contains("this writes the report: tieout report"), "\(ending.notes)")
        #expect(try night.balance() == 50, "what was posted stands")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
        #expect(try night.program.run("report").status == 0)
        let grants = try CSVTable(contentsOf: "\(root)/latest/grants.csv")
        #expect(grants.column("stripe_id") == [OneMissedSale.session])
        #expect(try document("\(root)/latest/summary.json").text("status") == "tied_out")
    }

    @Test func whatIsNotAsItWasPublishedIsNamed() throws {
        let first = try publishedRun()
        _ = try publishedRun()
        let whole = try night.program.run("verify", "reports", "--output", "json")
        #expect(whole.status == 0)
        #expect(try whole.json().number("verified") == 1)
        #expect(try night.program.run("verify").status == 0, "the configured folder")
        #expect(try night.program.run("verify", first).status == 0, "one by itself")
        try Data("stripe_id\r\n".utf8).write(to: URL(filePath: "\(first)/grants.csv"))
        for arguments in [["verify", first], ["verify", "reports"]] {
            let broken = try night.program.run(arguments)
            #expect(broken.status == 4)
            #expect(broken.output.contains("/grants.csv: was changed after it was published"), "\(broken.output)")
        }
        try FileManager.default.removeItem(atPath: first)
        let removed = try night.program.run("verify", "reports")
        #expect(removed.status == 4)
        #expect(removed.output.contains("was removed: run "), "\(removed.output)")
        #expect(try night.program.run("verify", "nowhere").status == 64)
    }

    @Test func linksLeadWhereTheReportsAreServed() throws {
        try night.program.folder.write(
            "reports:\n  base_url: https://reports.example.com/tieout/\n  csv_dialect: excel\n",
            to: "tieout.yaml"
        )
        let folder = try publishedRun()
        let run = URL(filePath: folder).lastPathComponent
        #expect(
            try document("\(folder)/summary.json").text("page")
                == "https://reports.example.com/tieout/\(run)/index.html"
        )
        #expect(try document("\(folder)/manifest.json").text("csv_dialect") == "excel")
        let plain = try publishedRun("--csv-dialect", "plain")
        #expect(try document("\(plain)/manifest.json").text("csv_dialect") == "plain")
    }

    @Test func nothingIsPrunedThatIsYoungOrWithoutASetting() throws {
        let folder = try publishedRun()
        let unset = try night.program.run("prune")
        #expect(unset.status == 78)
        #expect(unset.notes.contains("reports.retain is not set"), "\(unset.notes)")
        try night.program.folder.write("reports:\n  retain: {daily: 90d, month_end: 7y}\n", to: "tieout.yaml")
        let young = try night.program.run("prune", "--dry-run", "--output", "json")
        #expect(young.status == 0, "\(young.notes)")
        #expect(try young.json().number("kept") == 1)
        #expect(FileManager.default.fileExists(atPath: folder))
    }

    /// What has outlived its time goes, and is told first; the newest stays, and what is left is proved.
    @Test func whatHasOutlivedItsTimeGoesAndTheChainHolds() throws {
        let old = try publishedRun()
        let newest = try publishedRun()
        try night.program.folder.write("reports:\n  retain: {daily: 90d}\n", to: "tieout.yaml")
        let name = try #require(old.split(separator: "/").last.map(String.init))
        let library = try Self.clockLibrary()
        let later = night.program.with(["LD_PRELOAD": library, "FAKETIME": "+100d"])

        let looked = try later.run("prune", "--dry-run")
        #expect(looked.status == 0, "\(looked.notes)")
        #expect(looked.output.contains("would go    \(name)  daily 90d"), "\(looked.output)")
        #expect(FileManager.default.fileExists(atPath: old), "looking removes nothing")

        let pruned = try later.run("prune", "--output", "json")
        #expect(pruned.status == 0, "\(pruned.notes)")
        #expect(try pruned.json().number("kept") == 1)
        #expect(!FileManager.default.fileExists(atPath: old))
        #expect(FileManager.default.fileExists(atPath: newest))
        #expect(FileManager.default.fileExists(atPath: "\(root)/pruned"), "its manifest is kept")
        let proof = try night.program.run("verify", "reports")
        #expect(proof.status == 0, "\(proof.notes)\(proof.output)")
    }

    /// Another clock for one process: libfaketime's.
    static func clockLibrary() throws -> String {
        let folders = FileManager.default.enumerator(atPath: "/usr/lib")
        let path = folders?.compactMap { $0 as? String }.first { $0.hasSuffix("/libfaketime.so.1") }
        return "/usr/lib/\(try #require(path, "libfaketime is among scripts/install-packages"))"
    }
}
