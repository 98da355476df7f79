import Testing
import TestSupport

@testable import PostgresLedger

@Suite struct ConnectionSettingsTests {
    /// A URL and the keywords of libpq that it means.
    struct Reading: CustomTestStringConvertible {
        let url: String
        let keywords: [String: String]
        var testDescription: String { url }
    }

    @Test(arguments: [
        Reading(url: "postgresql://", keywords: [:]),
        Reading(url: "postgres://db.example.com", keywords: ["host": "db.example.com"]),
        Reading(
            url: "postgresql://ada:s%40cr%2Fet%25@db.example.com:6543/ledger?sslmode=require",
            keywords: [
                "user": "ada", "password": "s@cr/et%", "host": "db.example.com", "port": "6543", "dbname": "ledger",
                "sslmode": "require",
            ]
        ),
        Reading(
            url: "postgresql://ada:one@two:three@db.example.com/ledger",
            keywords: ["user": "ada", "password": "one@two:three", "host": "db.example.com", "dbname": "ledger"]
        ),
        Reading(
            url: "postgresql://[::1]:5433,replica:5434/ledger",
            keywords: ["host": "::1,replica", "port": "5433,5434", "dbname": "ledger"]
        ),
        Reading(
            url: "postgresql://ada@%2Frun%2Fpostgresql/led%20ger",
            keywords: ["user": "ada", "host": "/run/postgresql", "dbname": "led ger"]
        ),
        Reading(
            url: "postgresql:///ledger?host=/run/postgresql&connect_timeout=3&application_name=by%20hand",
            keywords: [
                "dbname": "ledger", "host": "/run/postgresql", "connect_timeout": "3", "application_name": "by hand",
            ]
        ),
    ])
    func aURLMeansTheseKeywords(reading: Reading) throws {
        let completed = try ConnectionSettings(url: reading.url).completed
        for (keyword, value) in reading.keywords { #expect(completed[keyword] == value, "\(keyword)") }
        let ours: Set = [
            "application_name", "client_encoding", "connect_timeout", "keepalives_idle", "keepalives_interval",
            "keepalives_count", "tcp_user_timeout", "sslmode",
        ]
        #expect(Set(completed.keys) == ours.union(reading.keywords.keys))
    }

    /// Each of them holds a password, `hunter2` or a part of it, which no message may repeat.
    @Test(arguments: [
        ("mysql://ada:hunter2@db/ledger", "scheme"),
        ("host=db user=ada password=hunter2", "scheme"),
        ("postgresql://ada:hunter2@db:port/ledger", "port"),
        ("postgresql://ada:hunter2@db:65536/ledger", "port"),
        ("postgresql://ada:hunter2@db:0/ledger", "port"),
        ("postgresql://ada:hun/ter2@db/ledger", "password"),
        ("postgresql://ada:hun?ter2@db/ledger", "password"),
        ("postgresql://ada:hunter2%@db/ledger", "password"),
        ("postgresql://ada:hunter2%+1@db/ledger", "password"),
        ("postgresql://ada:hunter2%00@db/ledger", "password"),
        ("postgresql://ada:hunter2%ff@db/ledger", "password"),
        ("postgresql://ada:hunter2@[::1/ledger", "host"),
        ("postgresql://ada:hunter2@[::1]hunter2/ledger", "host"),
        ("postgresql://ada:hunter2@db/ledger?sslmod=require", "keyword sslmod"),
        ("postgresql://ada:hunter2@db/ledger?sslmode", "keyword sslmode"),
        ("postgresql://ada:hunter2@db/ledger?HUNTER2=1", "query"),
        ("postgresql://ada:hunter2", "port"),
    ])
    func aURLThatCannotBeUsedNamesTheFieldAndNeverItsValue(url: String, field: String) throws {
        let error = try #require(throws: PostgresError.self) { try ConnectionSettings(url: url) }
        guard case .invalidSettings(let named, _) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(named == field)
        #expect(!"\(error)".lowercased().contains("hunter2") && !"\(error)".contains("ter2"))
    }

    @Test func noDescriptionTellsThePassword() throws {
        let settings = try ConnectionSettings(url: "postgresql://ada:hunter2@db.example.com/ledger")
        #expect("\(settings)" == "ada@db.example.com/ledger")
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("hunter2"))
        #expect(!String(reflecting: settings).contains("hunter2"))
    }

    @Test(arguments: [
        ("postgresql://db.example.com/ledger", "verify-full"),
        ("postgresql://10.0.0.7/ledger", "verify-full"),
        ("postgresql://localhost,db.example.com/ledger", "verify-full"),
        ("postgresql://localhost.example.com/ledger", "verify-full"),
        ("postgresql://localhost/ledger?hostaddr=10.0.0.7", "verify-full"),
        ("postgresql://db.example.com/ledger?sslmode=require", "require"),
        ("postgresql://localhost/ledger", "prefer"),
        ("postgresql://127.0.0.1,[::1]/ledger", "prefer"),
        ("postgresql://%2Frun%2Fpostgresql/ledger", "prefer"),
    ])
    func whateverLeavesTheMachineIsVerified(url: String, mode: String) throws {
        #expect(try ConnectionSettings(url: url).completed["sslmode"] == mode)
    }

    @Test func aHostThatOnlyStartsLikeLoopbackIsVerified() throws {
        let settings = try ConnectionSettings(url: "postgresql://127.0.0.1.example.com/ledger")
        #expect(settings.completed["sslmode"] == "verify-full")
    }

    @Test func aDatabaseIsReachedByItsURL() throws {
        let database = try TestDatabase.empty()
        let session = try Connection(ConnectionSettings(url: database.url))
        #expect(try session.query("SELECT current_database()::text AS name")[0].text("name") == database.name)
    }
}
