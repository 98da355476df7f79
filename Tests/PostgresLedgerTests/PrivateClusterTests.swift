import Foundation
import PostgresLedger
import PrivateCluster
import Testing

@Suite struct PrivateClusterTests {
    private let prefix = "tieout-cl-\(UUID().uuidString.prefix(8))-"
    private let parent = URL(fileURLWithPath: "/tmp", isDirectory: true)

    private func folder(_ name: String) -> URL { parent.appendingPathComponent(prefix + name, isDirectory: true) }

    @Test func itIsReachedThroughItsSocketAndLeavesNothingBehind() throws {
        let cluster = try PrivateCluster(folder: folder("a"), installation: .find())
        defer { cluster.remove() }
        try cluster.start()
        let settings = try ConnectionSettings(
            keywords: ["host": cluster.folder.path, "user": PrivateCluster.superuser, "dbname": "postgres"]
        )
        let row = try Connection(settings).query(
            "SELECT current_setting('listen_addresses') AS addresses, current_setting('server_encoding') AS encoding"
        )[0]
        #expect(try row.text("addresses").isEmpty)
        #expect(try row.text("encoding") == "UTF8")

        // What it holds outlives a restart.
        try Connection(settings).execute(script: "CREATE TABLE public.kept ()")
        cluster.stop()
        #expect(throws: PostgresError.self) { try Connection(settings) }
        try cluster.start()
        #expect(try Connection(settings).query("SELECT FROM public.kept").isEmpty)

        cluster.remove()
        #expect(!FileManager.default.fileExists(atPath: cluster.folder.path))
    }

    @Test func whatIsInUseIsNotTakenAndNotRemoved() throws {
        let cluster = try PrivateCluster(folder: folder("a"), installation: .find())
        defer { cluster.remove() }
        #expect(throws: PrivateClusterError.inUse(folder: cluster.folder.path)) {
            try PrivateCluster(folder: cluster.folder, installation: .find())
        }
        PrivateCluster.removeAbandoned(in: parent, prefix: prefix)
        #expect(FileManager.default.fileExists(atPath: cluster.folder.path))
    }

    /// The owner of the first cluster goes away without stopping it, as if it had been killed.
    @Test func whatWasAbandonedIsStoppedAndRemoved() throws {
        var owner: PrivateCluster? = try PrivateCluster(folder: folder("a"), installation: .find())
        let abandoned = try #require(owner).folder
        try owner?.start()
        let settings = try ConnectionSettings(
            keywords: ["host": abandoned.path, "user": PrivateCluster.superuser, "dbname": "postgres"]
        )
        let session = try Connection(settings)
        owner = nil
        #expect(try session.query("SELECT 1").count == 1, "the server runs on")

        PrivateCluster.removeAbandoned(in: parent, prefix: prefix)
        #expect(!FileManager.default.fileExists(atPath: abandoned.path))
        #expect(throws: PostgresError.self) { try session.query("SELECT 1") }
    }

    @Test func aLinkInItsPlaceIsRefused() throws {
        let (target, link) = (folder("target"), folder("link"))
        try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
        defer { for url in [link, target] { try? FileManager.default.removeItem(at: url) } }
        #expect(throws: PrivateClusterError.inUse(folder: link.path)) {
            try PrivateCluster(folder: link, installation: .find())
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.path).isEmpty)
    }
}
