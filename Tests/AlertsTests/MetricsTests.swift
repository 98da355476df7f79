import Foundation
import LocalPeers
import Testing

@testable import Alerts

/// Figures for Prometheus: as its own client reads them, in a file that is never half written, and at a Pushgateway.
@Suite struct MetricsTests {
    static let gauges = [
        Gauge("tieout_last_success_timestamp_seconds", "When a run last ended well.", [.init(1_763_000_000)]),
        Gauge(
            "tieout_items",
            "Records, \\ by\nkind.",
            [
                .init(3, ["source": "charge", "state": "matched"]), .init(-1, ["source": "a \"quoted\" \\ \n name ß"]),
            ]
        ),
        Gauge("tieout_none", "Of which there is none.", []),
    ]

    @Test func prometheusReadsEachFigure() throws {
        let said: [String] = try Peer.verdict(of: "judge_metrics", on: Data(Self.gauges.exposition.utf8))
        #expect(
            Set(said) == [
                "tieout_last_success_timestamp_seconds 1763000000",
                #"tieout_items{source="charge",state="matched"} 3"#,
                #"tieout_items{source="a \"quoted\" \\ \n name \u00df"} -1"#,
            ]
        )
    }

    @Test func theFileIsPutInItsPlaceWhole() throws {
        let folder = try Folder()
        let file = Textfile(path: folder.path + "/tieout.prom")
        #expect(file.lastSuccess == nil)
        try file.write(Self.gauges)
        #expect(file.lastSuccess == 1_763_000_000)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == Self.gauges.exposition)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o644)
        #expect(folder.names == ["tieout.prom"], "no draft is left")

        // A reader that has it open goes on reading what was there: the file is another one.
        let open = try #require(FileHandle(forReadingAtPath: file.path))
        try file.write([])
        #expect(try open.readToEnd().map { String(decoding: $0, as: UTF8.self) } == Self.gauges.exposition)
        #expect(try String(contentsOfFile: file.path, encoding: .utf8) == "")
    }

    @Test func aFileThatCannotBeWrittenIsReportedAndStays() throws {
        let folder = try Folder()
        try FileManager.default.createDirectory(
            atPath: folder.path + "/tieout.prom",
            withIntermediateDirectories: false
        )
        for path in ["\(folder.path)/nowhere/tieout.prom", "\(folder.path)/tieout.prom"] {
            let failure = #expect(throws: DeliveryFailure.self) { try Textfile(path: path).write(Self.gauges) }
            #expect(failure?.reason.hasPrefix("it cannot be written: ") == true)
        }
        #expect(folder.names == ["tieout.prom"], "no draft is left")
    }

    @Test(arguments: [
        ("host-1", true, "PUT", "/gate/metrics/job/tieout/instance/host-1"),
        ("a/b", false, "POST", "/gate/metrics/job/tieout/instance@base64/YS9i"),
        ("", true, "PUT", "/gate/metrics/job/tieout/instance@base64/="),
    ])
    func aGatewayTakesThemInAGroup(_ host: String, replacesAll: Bool, _ method: String, _ path: String) async throws {
        let peer = try Peer("http_peer", ["500", "202"])
        let gateway = Pushgateway("http://127.0.0.1:\(peer.port)/gate/", job: "tieout", instance: host) { _ in }
        let outcome = await gateway.push(Self.gauges, replacesAll: replacesAll)
        #expect(outcome == .init(channel: "the Pushgateway", failure: nil, tries: 2))
        for _ in 0..<2 {
            let request: TakenRequest = try peer.next()
            #expect(request.method == method)
            #expect(request.path == path)
            #expect(request.body == Self.gauges.exposition)
        }
    }

    @Test func aGatewayThatDoesNotTakeThemIsReported() async throws {
        let peer = try Peer("http_peer", ["400"])
        let gateway = Pushgateway("http://127.0.0.1:\(peer.port)", job: "tieout", instance: "host") { _ in }
        let outcome = await gateway.push(Self.gauges, replacesAll: true)
        #expect(outcome.tries == 1 && outcome.failure == "it answers 400: invalid_payload <x>")
    }
}

/// A folder for one test.
private final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "tieout-metrics-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
}
