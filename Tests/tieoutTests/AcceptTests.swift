import Foundation
import PostgresLedger
import Testing

/// `tieout accept` through the real program: whose word, why and until when, and what the next run makes of it.
@Suite struct AcceptTests {
    /// A night whose one finding needs a person: a part of the payment was refunded, so the grant is held.
    private static func night() async throws -> OneMissedSale {
        let night = try await OneMissedSale(refunded: 500)
        #expect(try night.program.run(night.applied).status == 2)
        return night
    }

    private static func findings(_ night: OneMissedSale) throws -> [String] {
        let rows = try night.database.connect().query(
            """
            SELECT concat_ws('|', kind, status, accepted_reason, accepted_by IS NOT NULL,
                to_char(accepted_until AT TIME ZONE 'UTC', 'YYYY-MM-DD')) AS line
            FROM tieout.finding WHERE severity NOT IN ('info', 'low') ORDER BY 1
            """
        )
        return try rows.map { try $0.text("line") }
    }

    @Test func anAcceptedFindingLetsTheNextRunTieOut() async throws {
        let night = try await Self.night()
        let ending = try night.program.run(
            "accept",
            OneMissedSale.session,
            "--reason",
            "goodwill, ticket 4711",
            "--until",
            "2099-01-01T00:00:00Z"
        )
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(ending.output.contains("missed_purchase"))
        #expect(ending.output.contains("until 2099-01-01T00:00:00Z"))
        #expect(
            try Self.findings(night) == ["missed_purchase|accepted|goodwill, ticket 4711|t|2099-01-01"]
        )
        #expect(try night.program.run(night.applied).status == 0)
        #expect(try night.balance() == 0, "nothing is granted of it")
    }

    @Test func asJSONItIsOneObject() async throws {
        let night = try await Self.night()
        let ending = try night.program.run(
            "accept",
            OneMissedSale.session,
            "--reason",
            "goodwill",
            "--until",
            "2099-01-01T00:00:00Z",
            "--output",
            "json"
        )
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        )
        let accepted = try #require(object["accepted"] as? [[String: Any]])
        #expect(accepted.contains { $0["kind"] as? String == "missed_purchase" })
        #expect(ending.output.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        (
            ["cs_test_nobody", "--reason", "why", "--until", "2099-01-01T00:00:00Z"],
            "nothing is open of cs_test_nobody"
        ),
        ([OneMissedSale.session, "--reason", " ", "--until", "2099-01-01T00:00:00Z"], "--reason says nothing"),
        ([OneMissedSale.session, "--reason", "why", "--until", "2020-01-01T00:00:00Z"], "--until lies in the past"),
        ([OneMissedSale.session, "--reason", "why", "--until", "tomorrow"], "tomorrow"),
        ([OneMissedSale.session, "--until", "2099-01-01T00:00:00Z"], "--reason"),
    ])
    func whatIsNoAcceptanceIsRefusedAndNothingIsWritten(_ arguments: [String], words: String) async throws {
        let night = try await Self.night()
        let before = try Books(of: night.database)
        let ending = try night.program.run(["accept"] + arguments)
        #expect(ending.status == 64)
        #expect(ending.notes.contains(words), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }
}
