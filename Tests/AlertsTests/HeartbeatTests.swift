import Foundation
import HTTPTransport
import LocalPeers
import Synchronization
import Testing

@testable import Alerts

/// Signs of life: what watchers are sent, and that whatever they answer costs a run no more than ten seconds.
@Suite struct HeartbeatTests {
    static let run = UUID(uuidString: "3F9C0000-0000-4000-8000-00000000000A") ?? UUID()
    static let summary = Array(#"{"schema_version":1}"#.utf8)

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let address: String
        let beat: Beat
        let path: String
    }

    static let rid = "rid=3f9c0000-0000-4000-8000-00000000000a"
    static let well = Beat.ended(exitStatus: 2, isWell: true, summary: summary)
    static let failed = Beat.ended(exitStatus: 69, isWell: false, summary: summary)

    @Test(arguments: [
        Case(testDescription: "start", address: "/uuid", beat: .began, path: "/uuid/start?\(rid)"),
        Case(testDescription: "success", address: "/uuid", beat: well, path: "/uuid?\(rid)"),
        Case(testDescription: "failure", address: "/uuid/", beat: failed, path: "/uuid/69?\(rid)"),
        Case(
            testDescription: "a slug that is made when it is not there",
            address: "/key/nightly?create=1",
            beat: .began,
            path: "/key/nightly/start?create=1&\(rid)"
        ),
    ])
    func healthchecksIsToldByTheAddress(_ test: Case) async throws {
        let peer = try Peer("http_peer", ["200"])
        let watcher = HeartbeatWatcher.healthchecks(Secret("http://127.0.0.1:\(peer.port)\(test.address)"))
        let outcomes = await Heartbeat(of: Self.run, to: [watcher]).beat(test.beat)
        #expect(outcomes == [.init(channel: "healthchecks", failure: nil, tries: 1)])
        let request: TakenRequest = try peer.next()
        #expect(request.path == test.path)
        #expect(request.body == (test.beat == .began ? "" : String(decoding: Self.summary, as: UTF8.self)))
    }

    @Test(arguments: [(Beat.began, "in_progress"), (well, "ok"), (failed, "error")])
    func sentryIsToldOfACheckIn(_ beat: Beat, _ status: String) async throws {
        let peer = try Peer("http_peer", ["202"])
        let address = Secret("http://127.0.0.1:\(peer.port)/api/1/cron/nightly/public/")
        _ = await Heartbeat(of: Self.run, to: [.sentry(address, environment: "live")]).beat(beat)
        let id = "3f9c000000004000800000000000000a"
        let path: String = try peer.next(TakenRequest.self).path
        #expect(path == "/api/1/cron/nightly/public/?status=\(status)&check_in_id=\(id)&environment=live")
    }

    @Test(arguments: [
        (["500", "200"], 2, nil), (["503"], 2, "it answers 503: invalid_payload <x>"),
        (["404"], 1, "it answers 404: invalid_payload <x>"), (["refuse", "200"], 2, nil),
    ])
    func aWatcherIsToldOnceMore(_ answers: [String], _ tries: Int, _ failure: String?) async throws {
        let peer = try Peer("http_peer", answers)
        let watcher = HeartbeatWatcher.healthchecks(Secret("http://127.0.0.1:\(peer.port)/uuid"))
        let outcomes = await Heartbeat(of: Self.run, to: [watcher]) { _ in }.beat(.began)
        #expect(outcomes == [.init(channel: "healthchecks", failure: failure, tries: tries)])
    }

    /// Two tries and the wait between them, whatever a watcher asks for, and a second watcher beside one that hangs.
    @Test func aBeatTakesLessThanTenSeconds() async throws {
        #expect(Heartbeat.longestTry * 2 + Heartbeat.longestWait < .seconds(10))
        let (hanging, busy) = (try Peer("http_peer", ["hang"]), try Peer("http_peer", ["429:3600"]))
        let watchers = [hanging, busy].map { peer in
            HeartbeatWatcher.healthchecks(Secret("http://127.0.0.1:\(peer.port)/uuid"))
        }
        let waits = Mutex<[Duration]>([])
        let heartbeat = Heartbeat(of: Self.run, to: watchers, longestTry: .milliseconds(200)) { wait in
            waits.withLock { $0.append(wait) }
        }
        let outcomes = await heartbeat.beat(.began)
        #expect(outcomes.map(\.tries) == [2, 2])
        #expect(outcomes[0].failure?.contains("time limit") == true)
        #expect(waits.withLock { $0.count == 2 && $0.allSatisfy { $0 <= Heartbeat.longestWait } })
    }

    @Test func aFailureDoesNotTellTheAddress() async throws {
        let peer = try Peer("http_peer", ["404"])
        for port in [peer.port, 1] {
            let watcher = HeartbeatWatcher.healthchecks(Secret("http://127.0.0.1:\(port)/secret-uuid"))
            let outcomes = await Heartbeat(of: Self.run, to: [watcher]) { _ in }.beat(.began)
            #expect(outcomes[0].failure?.contains("secret-uuid") == false, "\(outcomes)")
        }
    }
}
