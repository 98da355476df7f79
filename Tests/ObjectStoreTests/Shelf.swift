import Foundation
import HTTPTransport
import LocalPeers
import ObjectStore

/// A folder of three files, the last of which is the one by which the others are found, and a store to put it into.
final class Shelf {
    static let names = ["charges.csv", "reconciliation.xlsx", "manifest.json"]
    static let run = "tieout/20261123T021500Z-nightly-3f9c"

    let folder = FileManager.default.temporaryDirectory.appending(path: "tieout-shelf-\(UUID().uuidString)")
    let store: StorePeer
    let files: [FolderUpload.File]

    init(_ store: StorePeer, sizes: [Int] = [3_000_000, 70_001, 17]) throws {
        self.store = store
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let folder = folder
        files = try zip(Self.names, sizes).map { name, size in
            let path = folder.appending(path: name)
            try Data((0..<size).lazy.map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }).write(to: path)
            let content = ObjectContent(
                file: path.path,
                size: Int64(size),
                sha256: try sha256(of: path),
                type: "text/csv"
            )
            return FolderUpload.File(key: try key("\(Self.run)/\(name)"), content: content)
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What is in the store when all of it is.
    var whole: [String: String] {
        Dictionary(uniqueKeysWithValues: files.map { ($0.key.text, $0.content.sha256) })
    }

    /// What is in the store.
    func there() throws -> [String: String] { try store.objects().mapValues(\.sha256) }

    /// The settings with which the store is reached; whatever is nil is right.
    func settings(
        bucket: String? = nil,
        region: String? = nil,
        keyID: String? = nil,
        secret: String? = nil,
        token: String? = nil
    ) throws -> ObjectStoreSettings {
        try ObjectStoreSettings(
            endpoint: store.endpoint,
            region: region ?? StorePeer.region,
            bucket: bucket ?? StorePeer.bucket,
            credentials: .init(
                accessKeyID: Secret(keyID ?? StorePeer.keyID),
                secretAccessKey: Secret(secret ?? StorePeer.secret),
                sessionToken: token.map { Secret($0) }
            )
        )
    }

    /// Uploads the folder without waiting between two tries, unless told to; the error where it fails.
    func upload(
        _ settings: ObjectStoreSettings? = nil,
        within limit: Duration = .seconds(30),
        while mayGoOn: @escaping @Sendable () -> Bool = { true },
        pause: @escaping @Sendable (Duration) -> Void = { _ in }
    ) throws -> Result<FolderUpload.Outcome, ObjectStoreError> {
        let store = ObjectStore(try settings ?? self.settings(), within: limit, while: mayGoOn, pause: pause)
        do throws(ObjectStoreError) {
            return .success(try FolderUpload(files, beneath: "\(Self.run)/").perform(in: store))
        } catch {
            return .failure(error)
        }
    }
}

/// A key that is one.
func key(_ text: String) throws -> ObjectKey {
    guard let key = ObjectKey(text) else { throw NoKey(text: text) }
    return key
}

struct NoKey: Error { let text: String }

/// By coreutils, so that nothing of ours judges what is ours.
private func sha256(of file: URL) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/sha256sum")
    process.arguments = [file.path]
    process.standardOutput = output
    try process.run()
    let said = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: said.prefix(64), as: UTF8.self)
}
