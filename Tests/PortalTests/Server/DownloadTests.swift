import Foundation
import Reports
import TestSupport
import Testing

/// Files as they are taken: whole, in part, again, and not at all when they are not what was published.
@Suite struct DownloadTests {
    @Test func aFileComesWithItsNameAndItsHash() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let published = try Data(contentsOf: URL(filePath: "\(sample.report)/reconciliation.xlsx"))
        let target = "/runs/\(sample.run)/reconciliation.xlsx"

        let whole = try curl.get(target)
        #expect((whole.status, whole.body) == (200, published))
        #expect(whole.headers["content-disposition"] == "attachment; filename=\"reconciliation.xlsx\"")
        #expect(whole.headers["content-length"] == "\(published.count)")
        let tag = try #require(whole.headers["etag"])

        #expect(try curl.get(target, "--head").headers["content-length"] == "\(published.count)")
        #expect(try curl.get(target, "-H", "If-None-Match: W/\"x\", \(tag)").status == 304)

        let part = try curl.get(target, "-H", "Range: bytes=100-199")
        #expect((part.status, part.body) == (206, published[100..<200]))
        #expect(part.headers["content-range"] == "bytes 100-199/\(published.count)")
        #expect(try curl.get(target, "-H", "Range: bytes=-7").body == published.suffix(7))
        #expect(try curl.get(target, "-H", "Range: bytes=100-", "-H", "If-Range: \"other\"").body == published)
        let beyond = try curl.get(target, "-H", "Range: bytes=\(published.count)-")
        #expect((beyond.status, beyond.headers["content-range"]) == (416, "bytes */\(published.count)"))
        // Several parts, and what is no range, are ignored, as they may be.
        #expect(try curl.get(target, "-H", "Range: bytes=0-1,5-6").body == published)
    }

    @Test func everythingComesAsOneArchiveThatProvesItself() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let archive = try curl.get("/runs/\(sample.run)/everything.zip")
        #expect(archive.status == 200)
        let folder = try WorkFolder()
        try archive.body.write(to: URL(filePath: "\(folder.path)/all.zip"))
        let unpack =
            "python3 -m zipfile -e all.zip . && cd \(sample.run) && sha256sum --quiet --strict -c SHA256SUMS && ls | wc -l"
        let ending = try Program("/bin/sh", folder: folder).run("-c", unpack)
        let names = try FileManager.default.contentsOfDirectory(atPath: sample.report)
        #expect((ending.status, ending.output) == (0, "\(names.count)\n"), "\(ending.notes)")
        #expect(
            try curl.get("/runs/\(sample.run)/everything.zip").body == archive.body,
            "the same report, the same bytes"
        )
    }

    @Test func eachDownloadIsInTheAudit() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        let curl = try Curl.signedIn(to: portal)
        _ = try curl.get("/runs/\(sample.run)/grants.csv")
        _ = try curl.get("/runs/\(sample.run)/grants.csv", "--head")
        _ = try curl.get("/runs/\(sample.run)/findings.csv", "-H", "Range: bytes=0-9")
        _ = try curl.get("/runs/\(sample.run)/everything.zip")
        let lines = try String(contentsOfFile: "\(sample.folder.path)/portal-state/audit.jsonl", encoding: .utf8)
            .split(separator: "\n").map {
                try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String] ?? [:]
            }
        #expect(lines.map { $0["action"] } == ["signed_in", "downloaded", "downloaded", "downloaded"])
        #expect(lines.dropFirst().map { $0["file"] } == ["grants.csv", "findings.csv", "everything.zip"])
        #expect(lines.allSatisfy { $0["account"] == "anna" && $0["client"] == "127.0.0.1" })
        #expect(lines[2]["range"] == "0-9")
        #expect(try curl.get("/audit").text.contains("bytes 0-9"))
        #expect(try curl.get("/runs/\(sample.run)/").text.contains("everything.zip"))
    }

    /// Whatever cannot be told is not done.
    @Test func withoutTheAuditNothingIsHandedOut() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let audit = "\(sample.folder.path)/portal-state/audit.jsonl"
        try FileManager.default.removeItem(atPath: audit)
        try FileManager.default.createDirectory(atPath: audit, withIntermediateDirectories: false)
        let answer = try curl.get("/runs/\(sample.run)/grants.csv")
        #expect(answer.status == 503)
        #expect(!answer.text.contains("cs_test"))
        try FileManager.default.removeItem(atPath: audit)
        #expect(try curl.get("/runs/\(sample.run)/grants.csv").status == 200)
    }

    // MARK: Folders that are not what was published

    @Test func aFileThatWasChangedIsNotHandedOut() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let target = "/runs/\(sample.run)/grants.csv"
        #expect(try curl.get(target).status == 200)
        // The same length, so that only its bytes tell.
        var bytes = try Data(contentsOf: URL(filePath: "\(sample.report)/grants.csv"))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: "\(sample.report)/grants.csv"))
        for address in [target, "/runs/\(sample.run)/everything.zip"] {
            let answer = try curl.get(address)
            #expect(answer.status == 500)
            #expect(answer.text.contains("not what its run published"))
            #expect(!answer.text.contains(sample.folder.path), "nothing of the inside")
        }
        #expect(try curl.get("/runs/\(sample.run)/findings.csv").status == 200, "the others are as they were")
    }

    @Test(arguments: ["hash", "size", "run", "no manifest", "other sums", "no sums", "strange sums", "a sum less"])
    func aManifestThatLies(_ lie: String) throws {
        let sample = try PublishedSample()
        let sums = "\(sample.report)/SHA256SUMS"
        switch lie {
        case "hash": try sample.forge { $0.files[0].sha256 = String(repeating: "a", count: 64) }
        case "size": try sample.forge { $0.files[0].bytes += 1 }
        case "run": try sample.forge { $0.runID = .init("20200101T000000Z-other-0000")! }
        // Whoever changed the manifest alone is caught by the checksums.
        case "other sums": try sample.forge(withChecksums: false) { $0.files[0].bytes += 0 }
        case "no sums": try FileManager.default.removeItem(atPath: sums)
        case "strange sums": try Data("all is well\n".utf8).write(to: URL(filePath: sums))
        case "a sum less":
            let lines = try String(contentsOfFile: sums, encoding: .utf8).split(separator: "\n")
            let others = lines.filter { !$0.hasSuffix("  grants.csv") }
            try #require(others.count == lines.count - 1)
            try Data((others.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: sums))
        default: try Data("{".utf8).write(to: URL(filePath: "\(sample.report)/manifest.json"))
        }
        let curl = try Curl.signedIn(to: try sample.portal())
        #expect(try curl.get("/runs/\(sample.run)/charges.csv").status == 500)
        let list = try curl.get("/")
        #expect(list.status == 200)
        #expect(list.text.contains("DAMAGED") == (lie == "run" || lie == "no manifest"))
    }

    @Test func aFolderThatVanishesAndOneThatComes() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let aside = "\(sample.folder.path)/aside"
        try FileManager.default.moveItem(atPath: sample.report, toPath: aside)
        #expect(try curl.get("/runs/\(sample.run)/").status == 404)
        #expect(try curl.get("/").text.contains("0 runs"))
        #expect(try curl.get("/health").status == 200)
        try FileManager.default.moveItem(atPath: aside, toPath: sample.report)
        #expect(try curl.get("/").text.contains("1 run,"))
        #expect(try curl.get("/runs/\(sample.run)/").status == 200)

        let reports = "\(sample.folder.path)/reports"
        try FileManager.default.moveItem(atPath: reports, toPath: aside)
        #expect(try curl.get("/").status == 503)
        #expect(try curl.get("/health").status == 503)
        try FileManager.default.moveItem(atPath: aside, toPath: reports)
        #expect(try curl.get("/health").status == 200)
    }

    /// While it is read a folder may be renamed, as pruning does: what was opened is read to its end.
    @Test func aFolderThatGoesWhileItIsRead() throws {
        let sample = try PublishedSample()
        guard let report = try ReportFolder.open(.init(sample.run)!, of: "\(sample.folder.path)/reports"),
            let file = try report.file("grants.csv")
        else {
            Issue.record("the sample is not there")
            return
        }
        let bytes = try Data(contentsOf: URL(filePath: "\(sample.report)/grants.csv"))
        try FileManager.default.removeItem(atPath: sample.report)
        #expect(Data(try file.read(at: 0, count: bytes.count)) == bytes)
        do {
            _ = try report.file("findings.csv")
            Issue.record("there is nothing to open any more")
        } catch {
            #expect("\(error)".contains("findings.csv"))
        }
    }
}
