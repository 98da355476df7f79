import Logging
import Synchronization
import Testing

@testable import tieout_portal

/// What a proxy in front of the portal is believed, and who else says the same in vain.
@Suite struct TrustedProxyTests {
    /// The warnings of a log.
    private final class Warnings: Sendable {
        let lines = Mutex<[String]>([])
        var logger: Logger {
            Logger(label: "test") { _ in Handler(warnings: self) }
        }

        struct Handler: LogHandler {
            let warnings: Warnings
            var metadata: Logger.Metadata = [:]
            var logLevel = Logger.Level.trace
            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }
            func log(event: LogEvent) { warnings.lines.withLock { $0.append("\(event.message)") } }
        }
    }

    private let warnings = Warnings()

    private func proxy(roleHeader: String? = "X-Auth-Groups") throws -> TrustedProxy {
        let settings = TrustedProxy.Settings(
            addresses: [try NetworkRange("10.0.0.0/24"), try NetworkRange("2001:db8::5")],
            userHeader: "X-Auth-User",
            roleHeader: roleHeader,
            roles: RoleMapping(viewers: ["finance"], approvers: ["controllers"])
        )
        return try TrustedProxy(settings, logger: warnings.logger)
    }

    private func account(_ proxy: TrustedProxy, from peer: String, user: [String], groups: [String] = []) async
        -> Result<Account?, SignInRefusal>
    {
        await outcome { () async throws(SignInRefusal) in
            try proxy.account(from: NetworkAddress(peer)) { ["X-Auth-User": user, "X-Auth-Groups": groups][$0] ?? [] }
        }
    }

    @Test func theProxySaysWhoIsSignedInAndWithWhichRoles() async throws {
        let proxy = try proxy()
        let ann = Account(name: "ann", role: .approver, source: .proxy)
        for peer in ["10.0.0.7", "::ffff:10.0.0.7", "2001:db8::5"] {
            #expect(
                await account(proxy, from: peer, user: [" ann "], groups: ["staff, controllers ,finance"])
                    == .success(ann)
            )
        }
        #expect(
            await account(proxy, from: "10.0.0.7", user: ["bea"], groups: ["finance"])
                == .success(Account(name: "bea", role: .viewer, source: .proxy))
        )
        #expect(await account(proxy, from: "10.0.0.7", user: []) == .success(nil), "nobody is signed in")
        #expect(warnings.lines.withLock { $0 } == [])
    }

    @Test func whoHasNoRoleThatIsLetInIsToldSo() async throws {
        let proxy = try proxy()
        for groups in [[], [""], ["staff"], ["Finance"], ["controllers;finance"]] {
            #expect(
                await account(proxy, from: "10.0.0.7", user: ["cid"], groups: groups) == .failure(.noRole(name: "cid"))
            )
        }
    }

    @Test func withoutAHeaderOfRolesEverybodyIsAViewer() async throws {
        #expect(
            await account(try proxy(roleHeader: nil), from: "10.0.0.7", user: ["ann"], groups: ["controllers"])
                == .success(Account(name: "ann", role: .viewer, source: .proxy))
        )
    }

    @Test func fromAnybodyElseTheHeaderIsIgnoredAndSaidOnce() async throws {
        let proxy = try proxy()
        for peer in ["10.0.1.7", "192.0.2.1", "2001:db8::6", "127.0.0.1", "no address"] {
            #expect(await account(proxy, from: peer, user: ["ann"], groups: ["controllers"]) == .success(nil))
        }
        #expect(
            warnings.lines.withLock { $0 } == [
                "X-Auth-User from 10.0.1.7 is ignored, since it is no address of the proxy"
            ]
        )
    }

    /// A client's own header that a careless proxy lets through beside its own.
    @Test func aHeaderThatComesTwiceOrNamesNobodyIsRefused() async throws {
        let proxy = try proxy()
        for user in [["ann", "bea"], [""], ["  "], ["a\u{1B}[31mnn"], [String(repeating: "n", count: 300)]] {
            #expect(
                await account(proxy, from: "10.0.0.7", user: user, groups: ["finance"])
                    == .failure(.invalidToken(.nameless))
            )
        }
        #expect(
            await account(proxy, from: "10.0.0.7", user: ["ann"], groups: ["finance", "controllers"])
                == .failure(.invalidToken(.malformed))
        )
    }

    @Test(arguments: [
        ("192.0.2.1", ["203.0.113.9"], "192.0.2.1"), ("10.0.0.7", [], "10.0.0.7"),
        ("10.0.0.7", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.7", ["203.0.113.9, 10.0.0.8"], "203.0.113.9"),
        ("10.0.0.7", ["1.2.3.4, 203.0.113.9, 10.0.0.8"], "203.0.113.9"),
        ("10.0.0.7", ["1.2.3.4", "203.0.113.9"], "203.0.113.9"), ("10.0.0.7", ["10.0.0.9,10.0.0.8"], "10.0.0.9"),
        ("10.0.0.7", ["203.0.113.9:4711"], "203.0.113.9"), ("10.0.0.7", ["[2001:db8::9]:4711"], "2001:db8::9"),
        ("10.0.0.7", ["2001:db8::9"], "2001:db8::9"), ("10.0.0.7", ["::ffff:203.0.113.9"], "203.0.113.9"),
        ("10.0.0.7", ["1.2.3.4, garbage"], "10.0.0.7"), ("10.0.0.7", ["1.2.3.4, garbage, 10.0.0.8"], "10.0.0.8"),
        ("10.0.0.7", [""], "10.0.0.7"), ("10.0.0.7", ["203.0.113.9,"], "10.0.0.7"),
        ("::ffff:10.0.0.7", ["unknown"], "10.0.0.7"),
    ])
    func theClientIsTheLastThatNoProxyIs(peer: String, forwarded: [String], client: String) throws {
        #expect(try proxy().client(of: NetworkAddress(peer), forwarded: forwarded)?.description == client)
    }

    @Test func settingsThatTrustNobodyOrEverybodyAreRefused() throws {
        let everything = TrustedProxy.Settings(addresses: [], userHeader: "X-User")
        #expect(throws: SignInFault("a proxy's header of users needs the proxy's addresses")) {
            try TrustedProxy(everything, logger: warnings.logger)
        }
        let roles = TrustedProxy.Settings(addresses: [try NetworkRange("10.0.0.1")], roleHeader: "X-Roles")
        #expect(throws: SignInFault("a proxy's header of roles needs its header of users")) {
            try TrustedProxy(roles, logger: warnings.logger)
        }
        let odd = TrustedProxy.Settings(addresses: [try NetworkRange("10.0.0.1")], userHeader: "X User:")
        #expect(throws: SignInFault("X User: is no name of a header")) {
            try TrustedProxy(odd, logger: warnings.logger)
        }
    }
}
