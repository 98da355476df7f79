import Foundation
import TestSupport
import Testing

/// Spellings that lead out of a folder elsewhere: here a name is looked up in a manifest, and none of these is in one.
@Suite struct TraversalTests {
    /// What is asked for in place of a file of a run, or of a run.
    static let spellings: [String] = {
        let ups = [
            "..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%252e%252e", "%25252e%25252e", "..;", "..%00", "....", "...",
            "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "%uff0e%uff0e", "．．", "%ef%bc%8e%ef%bc%8e", "..%0d%0a", "%20..",
            "..%20",
        ]
        let separators = ["/", "%2f", "%252f", "%5c", "\\", "%c0%af", "%e2%88%95", "//", "/./"]
        let climbs = ups.flatMap { up in separators.map { "\(up)\($0)\(up)\($0)\(up)\($0)\(up)\($0)etc\($0)passwd" } }
        let names = [
            "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd", "file:///etc/passwd", "C:%5cWindows%5cwin.ini",
            "%00", "manifest.json%00.xlsx", "reconciliation.xlsx%00", "reconciliation.xlsx/", "reconciliation.xlsx/..",
            "./reconciliation.xlsx", "%2e/reconciliation.xlsx", "RECONCILIATION.XLSX", "reconciliation.xlsx.", "*", "?",
            ".git/config", ".env", "%2eenv", ".tmp-run", "link.csv", "secret.txt", "..%2f..%2fsecret.txt",
            "portal-state",
            "..%2f..%2fportal-state%2faudit.jsonl", "~root", "$HOME", "%24%7bHOME%7d", "pruned", "latest",
        ]
        return climbs + names
    }()

    @Test func everySpellingLeadsNowhere() throws {
        let sample = try PublishedSample()
        // What must not be had although it lies in the folder: a hidden file, a link, and a file that no manifest names.
        try "secret".write(toFile: "\(sample.report)/.env", atomically: false, encoding: .utf8)
        try "secret".write(toFile: "\(sample.report)/secret.txt", atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            atPath: "\(sample.report)/link.csv",
            withDestinationPath: "/etc/passwd"
        )
        try FileManager.default.createSymbolicLink(
            atPath: "\(sample.folder.path)/reports/20260101T000000Z-link-0000",
            withDestinationPath: sample.report
        )
        try FileManager.default.createSymbolicLink(
            atPath: "\(sample.folder.path)/reports/latest",
            withDestinationPath: sample.run
        )
        let portal = try sample.portal()
        let curl = try Curl.signedIn(to: portal)
        #expect(try curl.get("/runs/\(sample.run)/reconciliation.xlsx").status == 200, "it does serve files")

        #expect(Self.spellings.count >= 60)
        let targets =
            Self.spellings.flatMap { ["/runs/\(sample.run)/\($0)", "/runs/\($0)", "/\($0)"] } + [
                "/runs/20260101T000000Z-link-0000/", "/runs/20260101T000000Z-link-0000/grants.csv",
                "/runs/latest/grants.csv",
            ]
        let answers = try curl.getAll(targets)
        #expect(answers.count == targets.count)
        let served = zip(targets, answers).filter { target, answer in
            ![400, 404].contains(answer.status) && !isOwnPage(answer, target)
                || answer.text.contains("root:") || answer.text.contains("secret")
        }
        #expect(served.map { "\($0): \($1.status)" } == [])
    }

    /// A question mark ends the path, so that one address is that of a page which everybody who is signed in may see.
    private func isOwnPage(_ answer: Curl.Answer, _ target: String) -> Bool {
        target.hasSuffix("?") && [200, 303].contains(answer.status)
    }

    /// The checksums name what the manifest names, where they can: a name with a path is none.
    @Test(arguments: ["../../secret.txt", "/etc/passwd", ".env", "grants.csv/../../../secret.txt"])
    func aManifestThatNamesWhatLiesElsewhereLeadsNowhere(_ name: String) throws {
        let sample = try PublishedSample()
        for place in ["\(sample.folder.path)/secret.txt", "\(sample.report)/.env"] {
            try "secret".write(toFile: place, atomically: false, encoding: .utf8)
        }
        try sample.forge { manifest in
            var file = manifest.files[0]
            file.name = name
            manifest.files.append(file)
        }
        let curl = try Curl.signedIn(to: try sample.portal())
        let answer = try curl.get("/runs/\(sample.run)/\(name.replacing("/", with: "%2f"))")
        #expect(name == ".env" ? answer.status == 404 : [404, 500].contains(answer.status))
        #expect(!answer.text.contains("secret") && !answer.text.contains("root:"))
    }
}
