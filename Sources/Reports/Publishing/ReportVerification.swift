import Reconciliation

/// Proves published folders whole and true, and the chain that they make.
public enum ReportVerification {
    /// What was proved of a folder or a root.
    public struct Proof: Sendable {
        /// Folders that are what was published, oldest first.
        public var whole: [Manifest] = []
        /// Reports that were pruned, with their records, oldest first.
        public var pruned: [PrunedReport] = []
        /// What is not as it was published; empty when all of it is.
        public var breaks: [ReportError] = []
    }

    /// Proves the folder of one report, or a root with all of its reports and the chain between them.
    ///
    /// - Throws: ``ReportError`` when there is neither, or it cannot be read at all.
    public static func prove(_ path: String) throws(ReportError) -> Proof {
        guard Folder.isFolder(path) else {
            throw ReportError(path, "is no folder", advice: "give a report's folder, or the one that holds them all")
        }
        let isReport = [ReportFile.manifest, ReportFile.checksums].contains { Folder.exists("\(path)/\($0)") }
        return isReport ? try proveReport(path) : try proveRoot(path)
    }

    private static func proveReport(_ folder: String) throws(ReportError) -> Proof {
        var proof = Proof()
        do throws(ReportError) {
            proof.whole.append(try verify(folder: folder))
        } catch {
            guard !error.isPermission else { throw error }
            proof.breaks.append(error)
        }
        return proof
    }

    private static func proveRoot(_ root: String) throws(ReportError) -> Proof {
        let chain = try ReportChain(of: root)
        guard !chain.links.isEmpty || !chain.damaged.isEmpty else {
            throw ReportError(
                root,
                "holds no report",
                advice: "give a report's folder, or the one that holds them all"
            )
        }
        var proof = Proof(breaks: chain.breaks)
        for link in chain.newestFirst.reversed() {
            if let record = link.pruned {
                proof.pruned.append(record)
                continue
            }
            let one = try proveReport("\(root)/\(link.runID)")
            proof.whole += one.whole
            proof.breaks += one.breaks
        }
        return proof
    }

    /// Proves one folder: every file with its checksum, the checksums with the manifest, and what the manifest says of the
    /// rows of each file, of the plan and of the status.
    ///
    /// - Returns: The manifest.
    /// - Throws: ``ReportError`` naming the first file that is missing, changed or not listed.
    public static func verify(folder: String) throws(ReportError) -> Manifest {
        let listed = try checksums(in: InputFile("\(folder)/\(ReportFile.checksums)"))
        let names = Set(try Folder.names(in: folder)).subtracting([ReportFile.checksums])
        if let stranger = names.subtracting(listed.keys).sorted().first {
            throw .changed("\(folder)/\(stranger)", "is not in \(ReportFile.checksums)")
        }
        for (name, sha256) in listed.sorted(by: { $0.key < $1.key }) {
            guard try InputFile("\(folder)/\(name)").measured().sha256 == sha256 else {
                throw .changed("\(folder)/\(name)", "was changed after it was published")
            }
        }
        let (manifest, _) = try Manifest.read("\(folder)/\(ReportFile.manifest)")
        try requireAgreement(of: manifest, and: listed, in: folder)
        try requireContents(of: folder, as: manifest)
        return manifest
    }

    /// Requires that manifest and checksums name the same files with the same hashes, besides the manifest itself.
    static func requireAgreement(
        of manifest: Manifest,
        and listed: [String: String],
        in folder: String
    ) throws(ReportError) {
        var sums = listed
        sums[ReportFile.manifest] = nil
        guard Dictionary(manifest.files.map { ($0.name, $0.sha256) }, uniquingKeysWith: { $1 }) == sums else {
            throw .changed(
                "\(folder)/\(ReportFile.manifest)",
                "and \(ReportFile.checksums) do not agree on the files and their hashes"
            )
        }
    }

    /// A folder whose checksums were made anew passes every checksum; what its files say of each other may not agree then.
    private static func requireContents(of folder: String, as manifest: Manifest) throws(ReportError) {
        for file in manifest.files {
            let path = "\(folder)/\(file.name)"
            guard try InputFile(path).size == file.bytes else {
                throw .changed(path, "has another size than published")
            }
            if let rows = file.rows, try CSVReadBack.rows(of: path, dialect: manifest.csvDialect) != rows {
                throw .changed(path, "has other rows than the \(rows) of the manifest")
            }
        }
        let summaryPath = "\(folder)/\(ReportFile.summary)"
        guard let summary = try? JSONText.decode(Header.self, from: InputFile(summaryPath).contents()),
            summary.runID == manifest.rendersAgain ?? manifest.runID, summary.status == manifest.status
        else { throw .changed(summaryPath, "is not the summary of the manifest's run") }
        let planPath = "\(folder)/\(ReportFile.plan)"
        guard let plan = try? JSONText.decode(PlanDocument.self, from: InputFile(planPath).contents()),
            plan.hash == manifest.planHash, plan.hash == (try? plan.computedHash())
        else { throw .changed(planPath, "is not the plan of the manifest, or does not match its own hash") }
    }

    /// What has to be in a summary of whatever version.
    private struct Header: Decodable {
        var runID: RunID
        var status: RunStatus

        enum CodingKeys: String, CodingKey {
            case status
            case runID = "run_id"
        }
    }

    /// Reads `SHA256SUMS`: 64 digits, two spaces, a name without a path.
    static func checksums(in file: borrowing InputFile) throws(ReportError) -> [String: String] {
        let text = String(decoding: try file.contents(), as: UTF8.self)
        var sums: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let match = line.wholeMatch(of: /([0-9a-f]{64})  ([A-Za-z0-9._-]+)/) else {
                throw .changed(file.path, "holds the strange line “\(line)”")
            }
            sums[String(match.2)] = String(match.1)
        }
        return sums
    }
}
