import Foundation
import StripeSimulator
import Testing

/// A month with an outage, from plan to grants to nothing left. What is due is known from the month itself.
@Suite struct WholeRunTests {
    @Test func aPlanWritesNothingRunsGrantWhatIsDueAndASecondHasNothingLeft() async throws {
        let night = try await SeededNight(seed: 11)
        try migrate(night)
        let due = Dictionary(uniqueKeysWithValues: night.month.truth.due.map { ($0.session, $0.credits) })
        try #require(due.count >= 3, "a month with nothing to grant proves nothing")

        let ledger = try night.ledger()
        let plan = try night.program.run("run", "--since", night.since)
        #expect(plan.status == 2, "\(plan.notes)")
        #expect(try night.ledger() == ledger)
        #expect(try night.grants() == [:])
        #expect(plan.output.contains("would grant \(due.count) purchases, \(due.values.reduce(0, +)) credits"))

        let applied = try night.program.run("run", "--since", night.since, "--apply")
        #expect(applied.status == 2, "\(applied.notes)")
        #expect(try night.grants() == due)
        #expect(try night.drift() == [])
        #expect(applied.output.contains("granted     \(due.count) purchases, \(due.values.reduce(0, +)) credits"))

        let settled = try night.ledger()
        let again = try night.program.run("run", "--since", night.since, "--apply")
        #expect(again.status == 2)
        #expect(try night.ledger() == settled)
        #expect(again.output.contains("granted     0 purchases, 0 credits\nwritten     0 log rows and statuses\n"))
    }

    /// What an engineer does the morning after: doctor, migrate, plan, apply, all of them by their exit status.
    @Test func theNextNightFollowsTheWatermarkAndFindsTheSame() async throws {
        let night = try await SeededNight(seed: 12)
        try migrate(night)
        #expect(try night.program.run("run", "--since", night.since, "--apply").status == 2)
        let settled = try night.ledger()
        let open = try night.openFindings()
        let next = try night.program.run("run", "--apply", "--output", "json").json()
        #expect(next.number("grants.count") == 0)
        #expect(next.number("written") == 0)
        #expect(try night.ledger() == settled)
        // The week that the lookback covers, and whatever waits for a person, however old.
        let openNow = try night.openFindings()
        #expect(openNow == open)
    }

    @Test(arguments: [UInt64(21), 22])
    func anotherAccountAnotherServerAnotherDatabaseAndAnotherRole(_ seed: UInt64) async throws {
        let role = "billing_\(seed)"
        let night = try await SeededNight(seed: seed, sessions: 120, account: "acct_Another\(seed)", role: role)
        try migrate(night)
        let due = Dictionary(uniqueKeysWithValues: night.month.truth.due.map { ($0.session, $0.credits) })
        let applied = try night.program.run("run", "--since", night.since, "--apply")
        #expect(applied.status == 2, "\(applied.notes)")
        #expect(try night.grants() == due)
        #expect(try night.drift() == [])
        let doctor = try night.program.run("doctor")
        #expect(doctor.output.contains("database \(night.database.name), role \(role)"))
        // Three variables are all that it was told; the requests went where they say, and nowhere else.
        #expect(night.program.environment.keys.sorted() == ["DATABASE_URL", "STRIPE_API_BASE", "STRIPE_SECRET_KEY"])
        #expect(night.stripe.requests.allSatisfy { $0.method == "GET" && $0.version == "2025-08-27.basil" })
    }

    private func migrate(_ night: SeededNight) throws {
        let migration = try night.program.run("migrate", "--ledger", "--guard")
        try #require(migration.status == 0, "\(migration.notes)")
    }
}

extension SeededNight {
    /// The application's own tables.
    func ledger() throws -> Books { try Books(of: database, schemas: ["public", "auth"]) }

    /// The findings that are open, above info.
    func openFindings() throws -> [String] {
        try program.run("findings", "--output", "json").json().objects("findings").map { finding in
            "\(finding.text("kind") ?? "") \(finding.text("stripe_id") ?? "")"
        }.sorted()
    }
}
