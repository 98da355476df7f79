import Foundation
import LocalPeers
import StripeSimulator
import TestSupport
import Testing

/// The real program and a watcher of its schedule: what it hears of a run that goes well, fails, is stopped or is killed.
@Suite struct HeartbeatNightTests {
    private static let check = "8b2a3f9c-0000-4000-8000-00000000c4ec"

    /// The night, watched by an address in the configuration that names a variable.
    private func watched(_ night: OneMissedSale, by peer: Peer) throws -> Program {
        try night.program.folder.write("heartbeat:\n  url: ${CHECK}\n", to: "tieout.yaml")
        return night.program.with(["CHECK": "http://127.0.0.1:\(peer.port)/\(Self.check)"])
    }

    private func parts(_ request: TakenRequest) -> (path: String, rid: String) {
        let parts = request.path.split(separator: "?", maxSplits: 1)
        return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }

    @Test func aRunThatGoesWellBeginsAndEnds() async throws {
        let (night, watcher) = (try await OneMissedSale(), try Peer("http_peer", ["200"]))
        let ending = try watched(night, by: watcher).run(night.applied + ["--output", "json"])
        #expect(ending.status == 0, "\(ending.notes)")
        let (start, end) = (try watcher.next(TakenRequest.self), try watcher.next(TakenRequest.self))
        #expect(parts(start).path == "/\(Self.check)/start")
        #expect(parts(end).path == "/\(Self.check)")
        #expect(parts(start).rid == parts(end).rid)
        #expect(parts(end).rid.wholeMatch(of: /rid=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil)

        let told = JSONObject(try end.json())
        #expect(try told.text("run_id") == ending.json().text("run_id"))
        #expect(told.number("exit_status") == 0)
        #expect(told.number("grants.credits") == 50)
        #expect(told.number("findings.missed_purchase") == 1)
        for name in [OneMissedSale.buyer, OneMissedSale.session, "b@example.com"] {
            #expect(!end.body.contains(name), "\(end.body)")
        }
    }

    /// Findings that wait for a person are no fault of the schedule: alerts tell of them.
    @Test func aRunWithFindingsIsWell() async throws {
        let (night, watcher) = (try await OneMissedSale(refunded: 500), try Peer("http_peer", ["200"]))
        #expect(try watched(night, by: watcher).run(night.applied).status == 2)
        _ = try watcher.next(TakenRequest.self)
        #expect(try parts(watcher.next()).path == "/\(Self.check)")
    }

    @Test(arguments: [
        (["STRIPE_SECRET_KEY": "sk_test_revoked7890"], 78), (["STRIPE_SECRET_KEY": ""], 78),
        (["DATABASE_URL": "postgresql://postgres@127.0.0.1:1/none"], 69),
        (["STRIPE_API_BASE": "http://127.0.0.1:1"], 69),
    ])
    func aRunThatFailsBeforeItHasAResultIsAFailure(_ broken: [String: String], _ status: Int) async throws {
        let (night, watcher) = (try await OneMissedSale(), try Peer("http_peer", ["200"]))
        let program = try watched(night, by: watcher).with(broken)
        #expect(try program.run(night.applied).status == Int32(status))
        var told = try watcher.next(TakenRequest.self)
        // One that gets as far as the lease has begun.
        if parts(told).path.hasSuffix("/start") { told = try watcher.next() }
        #expect(parts(told).path == "/\(Self.check)/\(status)")
        #expect(JSONObject(try told.json()).text("error")?.isEmpty == false)
        #expect(!told.body.contains("revoked7890"))
    }

    @Test func aRunThatIsStoppedSaysSo() async throws {
        let gate = Gate(path: "/v1/charges")
        let (night, watcher) = (try await OneMissedSale(fault: gate.pass), try Peer("http_peer", ["200"]))
        let run = try watched(night, by: watcher).start(night.applied)
        try #require(gate.isReached())
        run.send(SIGTERM)
        gate.open()
        #expect(try run.ending().status == 143)
        #expect(try parts(watcher.next()).path == "/\(Self.check)/start")
        #expect(try parts(watcher.next()).path == "/\(Self.check)/143")
    }

    /// What is killed tells nobody; that is what its silence is for. The next thing that is heard is the next run.
    @Test func aRunThatIsKilledIsSilent() async throws {
        let gate = Gate(path: "/v1/charges")
        let (night, watcher) = (try await OneMissedSale(fault: gate.pass), try Peer("http_peer", ["200"]))
        let program = try watched(night, by: watcher)
        let run = try program.start(night.applied)
        try #require(gate.isReached())
        run.send(SIGKILL)
        #expect(try run.ending().status == 128 + SIGKILL)
        gate.open()
        #expect(try program.run(night.applied).status == 0)
        let told = try (0..<3).map { _ in try parts(watcher.next()) }
        #expect(told.map(\.path) == ["/\(Self.check)/start", "/\(Self.check)/start", "/\(Self.check)"])
        #expect(told[0].rid != told[1].rid && told[1].rid == told[2].rid)
    }

    /// Whoever is turned away by a run at work has nothing to say of the schedule.
    @Test func aRunThatIsTurnedAwayIsSilent() async throws {
        let gate = Gate(path: "/v1/charges")
        let (night, watcher) = (try await OneMissedSale(fault: gate.pass), try Peer("http_peer", ["200"]))
        let program = try watched(night, by: watcher)
        let first = try program.start(night.applied)
        try #require(gate.isReached())
        #expect(try program.run(night.applied).status == 75)
        gate.open()
        #expect(try first.ending().status == 0)
        let told = try (0..<2).map { _ in try parts(watcher.next()).path }
        #expect(told == ["/\(Self.check)/start", "/\(Self.check)"])
    }

    @Test(arguments: ["404", "500", "refuse"])
    func aWatcherThatDoesNotListenChangesNothing(_ answer: String) async throws {
        let (night, watcher) = (try await OneMissedSale(), try Peer("http_peer", [answer]))
        let ending = try watched(night, by: watcher).run(night.applied)
        #expect(ending.status == 0)
        #expect(try night.balance() == 50)
        #expect(ending.notes.contains("healthchecks has no sign of life of this run"))
        #expect(!(ending.notes + ending.output).contains(Self.check), "the address is a secret")
    }

    @Test func anAddressThatIsNoneIsToldWithoutIt() async throws {
        let night = try await OneMissedSale()
        for (yaml, sentence) in [
            (
                "url: http://example.com/\(Self.check)",
                "heartbeat.url is no usable address: it must begin with https://"
            ),
            ("sentry_url: \(Self.check)", "heartbeat.sentry_url is no usable address"),
            ("url: ${NOT_SET}", "heartbeat.url names the variable NOT_SET, which is not set"),
            ("url: ${\(Self.check)", "a ${ of heartbeat.url is not closed by }"),
            ("address: \(Self.check)", "unknown key heartbeat.address"),
        ] {
            try night.program.folder.write("heartbeat:\n  \(yaml)\n", to: "tieout.yaml")
            let ending = try night.program.run(night.applied)
            #expect(ending.status == 78)
            #expect(ending.notes.contains(sentence), "\(ending.notes)")
            #expect(!ending.notes.contains(Self.check), "\(ending.notes)")
        }
    }
}
