import Alerts
import Foundation
import Reconciliation
import Testing

/// The file beside the reports that keeps what was told while the database was out of reach.
@Suite struct StandingAlertFileTests {
    private static let standing = [
        StandingAlert(Night.outage.alert, since: Night.noon, toldAt: Night.noon + 60, environment: "live"),
        StandingAlert(Night.over.alert, since: Night.noon, toldAt: Night.noon, environment: "unknown"),
    ]

    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tieout-standing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) } }

    @Test func whatIsWrittenIsReadAndTakenAway() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = StandingAlertFile(in: folder.path)
        #expect(try file.read() == [])
        try file.write([])
        try file.write(Self.standing)
        #expect(try file.read() == Self.standing)
        try file.write([Self.standing[1]])
        #expect(try file.read() == [Self.standing[1]])
        #expect(try names == [".standing-alerts.json"], "no draft is left")
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        try file.write([])
        #expect(try names == [])
    }

    /// The members are those of a row of `tieout.alert`.
    @Test func itsMembersAreThoseOfARow() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = StandingAlertFile(in: folder.path)
        try file.write(Self.standing)
        let text = try Data(contentsOf: URL(filePath: file.path))
        let rows = try JSONSerialization.jsonObject(with: text) as? [[String: Any]]
        #expect(rows.map { Set($0[0].keys) } == ["alert", "code", "environment", "since", "told_at"])
        #expect(rows?[0]["code"] as? String == "circuit_breaker")
        #expect(rows?[0]["told_at"] as? String == "2025-11-13T02:14:20Z")
    }

    @Test(arguments: [
        "", "[", "{}", #"[{"code":"run_failed"}]"#, "no JSON",
        #"[{"alert":{},"since":"today","told_at":"today","environment":"live"}]"#,
    ])
    func whatHoldsSomethingElseIsTold(_ text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = StandingAlertFile(in: folder.path)
        try Data(text.utf8).write(to: URL(filePath: file.path))
        let error = #expect(throws: StandingAlertFileError.self) { try file.read() }
        #expect(error?.description == "\(file.path) holds no alerts of this version")
    }

    @Test func aFolderThatIsNotThereIsTold() throws {
        try FileManager.default.removeItem(at: folder)
        let file = StandingAlertFile(in: folder.path)
        #expect(try file.read() == [])
        let error = #expect(throws: StandingAlertFileError.self) { try file.write(Self.standing) }
        #expect(error?.description == "\(file.path) cannot be written: No such file or directory")
    }
}
