import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Secrets with a mark in every field that can hold one, and every byte that the program writes: none holds the mark.
@Suite struct SecretTests {
    static let key = Canary.key
    static let password = Canary.password

    /// A night whose key and passwords are marked; the server trusts whoever reaches its socket, whatever they say.
    private func night(fault: (@Sendable (RequestDescription) -> Fault?)? = nil) async throws -> OneMissedSale {
        let keys = [AccessKey(Self.key, readable: Set(ObjectKind.allCases))]
        var night = try await OneMissedSale(keys: keys, fault: fault)
        let folder = night.program.folder
        let passwordFile = try folder.write("*:*:*:*:\(Self.password)2\n", to: "passwords")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passwordFile)
        night.program = night.program.with([
            "STRIPE_SECRET_KEY": Self.key, "PGPASSWORD": "\(Self.password)1", "PGPASSFILE": passwordFile,
            "DATABASE_URL": Self.url(night.database.url, password: "\(Self.password)%403"),
        ])
        return night
    }

    private static func url(_ url: String, password: String) -> String {
        url.replacing("postgres@", with: "postgres:\(password)@", maxReplacements: 1)
    }

    private func expectNoSecret(in ending: Ending, _ night: OneMissedSale) throws {
        let given: Set = ["passwords", "tieout.yaml", "key"]
        let leaks = try Canary.leaks(of: ending, in: night.program.folder, except: given, night.database)
        #expect(leaks.map(\.place) == [], "\(leaks.map { $0.content.prefix(2_000) })")
    }

    @Test func aRunThatGoesWellWritesNone() async throws {
        let night = try await night()
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(try night.balance() == 50)
        try expectNoSecret(in: ending, night)
    }

    /// The faults of every kind, one at a time, from the second answer of a list on.
    @Test(arguments: [
        Fault.status(400), .status(401), .status(403), .status(500), .truncated(after: 20), .emptyBody, .html,
        .wrongLength(by: 7), .reset(after: 20), .repeatedPage, .hasMore(true), .deepJSON(levels: 5_000),
    ])
    func aRunThatGoesWrongWritesNone(_ fault: Fault) async throws {
        let night = try await night { $0.path == "/v1/refunds" && $0.numberOnPath > 1 ? fault : nil }
        for options in [[], ["--output", "json"]] {
            try expectNoSecret(in: try night.program.run(night.applied + options), night)
        }
    }

    /// The server has the key anyway; whoever reads the log must not get it from there.
    @Test(arguments: [200, 302, 400, 401, 403, 404])
    func aServerThatRepeatsTheKeyIsNotRepeated(_ status: Int) async throws {
        let night = try await night()
        let echo = try EchoingServer(statuses: [status])
        let program = night.program.with(["STRIPE_API_BASE": echo.baseURL])
        let commands = [
            ["doctor"], ["doctor", "--output", "json"], night.applied, night.applied + ["--output", "json"],
        ]
        for arguments in commands {
            let ending = try program.run(arguments)
            #expect(ending.status != 0)
            #expect(!(ending.output + ending.notes).isEmpty)
            try expectNoSecret(in: ending, night)
        }
        withExtendedLifetime(echo) {}
    }

    /// What libpq says of addresses that it cannot use or reach.
    @Test(arguments: [
        "postgresql://postgres:\(password)@127.0.0.1:1/none", "postgresql://postgres:\(password)@127.0.0.1:x/none",
        "postgresql://postgres:\(password)@nowhere.invalid/none", "postgresql://postgres:%zz\(password)@127.0.0.1/none",
        "postgresql://postgres:\(password)@127.0.0.1/none?sslmode=\(password)",
        "postgresql://postgres:\(password)@127.0.0.1/none?sslrootcert=/\(password)/none&sslmode=verify-full",
        "postgresql://postgres@127.0.0.1:1/none?password=\(password)", "postgresql://postgres:\(password)@[::1/none",
        "postgresql://postgres:a@\(password)@127.0.0.1:1/none", "host=127.0.0.1 port=1 password=\(password)",
        "postgresql://postgres:\(password)@127.0.0.1:1/none?unknown=\(password)",
        "mysql://root:\(password)@127.0.0.1/none",
        "postgresql://postgres:\(password)",
    ])
    func anAddressOfNoDatabaseIsToldWithoutItsPassword(_ url: String) async throws {
        let night = try await night()
        for arguments in [["doctor"], night.applied, night.applied + ["--output", "json"], ["status"], ["migrate"]] {
            let ending = try night.program.with(["DATABASE_URL": url]).run(arguments)
            #expect(ending.status != 0)
            try expectNoSecret(in: ending, night)
        }
    }

    /// Secrets have no place there; put there all the same, by a slip, they are not read out.
    @Test(arguments: [
        "stripe:\n  key: \(key)\n", "database_url: postgresql://u:\(password)@h/d\n", "\(key)\n", "apply: \(key)\n",
        "password: [\(key)\n", "lookback: \(key)\n",
        "stripe: {api_base: \"https://api.stripe.com\", \(key)\n", "a: \"\(key)\nb: c\n", "\t\(key): 1\n",
        "limits:\n  grants_per_run: \(key)\n", "reports:\n  time_zone: \(key)\n", "ledger:\n  preset: \(key)\n",
        "ledger:\n  function:\n    name: \(key)\n", "apply: plan\napply: \(key)\n", "? [\(key)]\n: \(key)\n",
    ])
    func aConfigurationWithASecretInTheWrongPlaceIsRefusedWithoutIt(_ yaml: String) async throws {
        let night = try await night()
        try night.program.folder.write(yaml, to: "tieout.yaml")
        for arguments in [["doctor"], night.applied, night.applied + ["--output", "json"]] {
            let ending = try night.program.run(arguments)
            #expect(ending.status != 0)
            try expectNoSecret(in: ending, night)
        }
    }

    @Test(arguments: [
        "https://u:\(password)@api.stripe.com", "https://\(key)@api.stripe.com", "http://\(password).example/",
    ])
    func aStripeAddressWithASecretIsRefusedWithoutIt(_ address: String) async throws {
        let night = try await night()
        let ending = try night.program.with(["STRIPE_API_BASE": address]).run(night.applied)
        #expect(ending.status == 78)
        try expectNoSecret(in: ending, night)
    }

    @Test func aKeyFileIsNamedAndNotRead() async throws {
        let night = try await night()
        let path = try night.program.folder.write("pk_live_\(Canary.mark)0file\n", to: "key")
        let program = night.program.with(["STRIPE_SECRET_KEY": nil, "STRIPE_SECRET_KEY_FILE": path])
        let ending = try program.run(night.applied)
        #expect(ending.status == 78)
        try expectNoSecret(in: ending, night)
    }
}
