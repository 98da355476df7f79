import Foundation
import PostgresLedger
import TestSupport
import Testing

/// No space is left: for the log and what is printed, or on the disk of the server. What was posted stands, nothing is half
/// there, and when there is room again the next run makes it good.
@Suite struct FullDiskTests {
    /// Both streams of the program go to a disk that has no space: the run itself does all of its work.
    @Test func theLogAndTheResultCannotBeWritten() async throws {
        let night = try await FaultNight()
        let run = try night.program.start(night.arguments, writingTo: "/dev/full")
        #expect(try run.ending().status == 0)
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        #expect(try night.brokenReports() == [])
        try await expectRecovery(of: night)
        Figures.add(1, "runs whose log and result could not be written", row: 12, test: "FullDiskTests")
    }

    /// The table, and the ways in which a run may end that cannot extend it.
    static let tables: [(name: String, statuses: Set<Int32>)] = [
        ("tieout.run", [1]), ("tieout.stage_checkout_session", [1]), ("tieout.finding", [1]),
        // The preflight tries a grant before anything is collected, and says what was in its way; the journal may have a
        // place left for that one.
        ("tieout.correction", [78]), ("public.credit_transactions", [3, 78]), ("tieout.purchase_day", [1]),
    ]

    /// One table lies on a disk without space, as the whole server's may.
    @Test(.enabled(if: SmallDisk.isPossible, "only root may mount a small file system"), arguments: tables)
    func theServersDisk(_ table: (name: String, statuses: Set<Int32>)) async throws {
        let disk = try SmallDisk(kilobytes: 512, owner: "postgres")
        let cluster = try TestCluster.another()
        let night = try await FaultNight(on: try await TestDatabase.make(on: cluster))
        try Self.move(table.name, of: night.database, to: disk)
        try disk.fill()
        let ending = try night.program.run(night.arguments.dropLast(2))
        #expect(table.statuses.contains(ending.status), "\(ending.status): \(ending.output)\(ending.notes)")
        #expect((ending.output + ending.notes).contains("No space left on device"), "\(ending.output)\(ending.notes)")
        try disk.makeRoom()
        try await expectRecovery(of: night, "\(table.name)")
        cluster.remove()
        Figures.add(1, "tables of the server without space to grow", row: 12, test: "FullDiskTests")
    }

    /// Has the table lie there, with no page on which a further row would find a place.
    private static func move(_ table: String, of database: TestDatabase, to disk: SmallDisk) throws {
        let administrator = try database.connect()
        try administrator.execute(script: "CREATE TABLESPACE small LOCATION '\(disk.path)'")
        try administrator.execute(script: "ALTER TABLE \(table) SET TABLESPACE small")
        try administrator.execute(script: "ALTER TABLE \(table) SET (fillfactor = 10)")
        try administrator.execute(script: "VACUUM FULL \(table)")
    }
}
