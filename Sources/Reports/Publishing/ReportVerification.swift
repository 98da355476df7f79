/// Proves a published folder whole and true.
public enum ReportVerification {
    /// Compares every file with its checksum, and the checksums with the manifest.
    ///
    /// - Returns: The manifest.
    /// - Throws: ``ReportError`` naming the first file that is missing, changed or not listed.
    public static func verify(folder: String) throws -> Manifest {
        let listed = try checksums(in: folder)
        let names = Set(try Folder.names(in: folder)).subtracting([ReportFile.checksums])
        if let stranger = names.subtracting(listed.keys).sorted().first {
            throw changed("\(folder)/\(stranger)", "is not in \(ReportFile.checksums)")
        }
        for (name, sha256) in listed.sorted(by: { $0.key < $1.key }) {
            guard try InputFile("\(folder)/\(name)").measured().sha256 == sha256 else {
                throw changed("\(folder)/\(name)", "was changed after it was published")
            }
        }
        return try manifest(in: folder, listed: listed)
    }

    private static func manifest(in folder: String, listed: [String: String]) throws -> Manifest {
        let path = "\(folder)/\(ReportFile.manifest)"
        let bytes = try InputFile(path).contents()
        guard let manifest = try? JSONText.decode(Manifest.self, from: bytes) else {
            throw changed(path, "is no manifest of this version")
        }
        var sums = listed
        sums[ReportFile.manifest] = nil
        guard Dictionary(manifest.files.map { ($0.name, $0.sha256) }, uniquingKeysWith: { $1 }) == sums else {
            throw changed(path, "and \(ReportFile.checksums) name different files")
        }
        return manifest
    }

    /// Reads `SHA256SUMS`: 64 digits, two spaces, a name without a path.
    private static func checksums(in folder: String) throws -> [String: String] {
        let path = "\(folder)/\(ReportFile.checksums)"
        let text = String(decoding: try InputFile(path).contents(), as: UTF8.self)
        var sums: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let match = line.wholeMatch(of: /([0-9a-f]{64})  ([A-Za-z0-9._-]+)/) else {
                throw changed(path, "holds the strange line “\(line)”")
            }
            sums[String(match.2)] = String(match.1)
        }
        return sums
    }

    private static func changed(_ path: String, _ problem: String) -> ReportError {
        ReportError(path, problem, advice: "do not rely on the folder; compare it with a copy of it")
    }
}
