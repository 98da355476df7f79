import Foundation
import HTTPTransport
import LocalPeers
import TestSupport

/// The smallest night with something to do, and an object store to which its report is copied.
struct UploadNight {
    static let prefix = "finance/tieout"

    let night: OneMissedSale
    let store: StorePeer
    let program: Program

    /// - Parameter refunded: a refund in part leaves the sale to a person, so that there is something to tell.
    init(_ store: StorePeer, refunded: Int64 = 0, more yaml: String = "") async throws {
        night = try await OneMissedSale(refunded: refunded)
        self.store = store
        try night.program.folder.write(Self.yaml(store.endpoint, more: yaml), to: "tieout.yaml")
        program = night.program.with(Self.credentials)
    }

    /// The environment of whoever may write to the store.
    static let credentials: [String: String?] = [
        "AWS_ACCESS_KEY_ID": StorePeer.keyID, "AWS_SECRET_ACCESS_KEY": StorePeer.secret,
    ]

    /// A configuration that uploads there.
    static func yaml(_ endpoint: String, more: String = "") -> String {
        """
        reports:
          upload:
            endpoint: \(endpoint)
            region: \(StorePeer.region)
            bucket: \(StorePeer.bucket)
            prefix: /\(prefix)/
            links: 7d
        \(more)
        """
    }

    /// The runs whose folders are here, oldest first.
    var runs: [String] { program.folder.names(in: "reports").filter { $0.wholeMatch(of: /[0-9]{8}T.*/) != nil } }

    /// What the store should hold of a run: the hash of each file of its folder, by coreutils.
    func whole(_ run: String) throws -> [String: String] {
        let folder = "\(program.folder.path)/reports/\(run)"
        let names = program.folder.names(in: "reports/\(run)")
        let said = try Program("sha256sum", folder: program.folder).run(names.map { "\(folder)/\($0)" }).output
        let hashes = said.split(separator: "\n").map { String($0.prefix(64)) }
        return Dictionary(uniqueKeysWithValues: zip(names.map { "\(Self.prefix)/\(run)/\($0)" }, hashes))
    }

    /// What no object belongs to a run, and what it is.
    static let list = ["index.html", "latest.html", "runs.json"].map { "\(prefix)/\($0)" }

    /// Where a secret has got to that nobody should find: streams, files and rows.
    func leaks(_ ending: Ending) throws -> [String] {
        try Canary.leaks(of: ending, in: program.folder, night.database).map(\.place)
    }

    /// What anybody with an address gets there.
    static func get(_ address: String) async throws -> HTTPResponse {
        try await HTTPTransport(HTTPTransportConfiguration()).perform(HTTPRequest(url: address))
    }
}

extension [String: StorePeer.Object] {
    /// The hashes of what belongs to a run.
    var ofRuns: [String: String] { filter { !UploadNight.list.contains($0.key) }.mapValues(\.sha256) }
}
