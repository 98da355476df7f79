import Reconciliation

/// The reports of a root as the chain that their manifests make: each names the one before it by the hash of its manifest.
///
/// A pruned report keeps its manifest, so that the chain goes on through it, and whoever has a copy of the folder can
/// still prove it.
struct ReportChain {
    /// One report, whole or pruned.
    struct Link {
        let runID: RunID
        let manifest: Manifest
        /// SHA-256 of the manifest's bytes.
        let sha256: String
        /// What was written down when it was pruned; nil while its folder is there.
        let pruned: PrunedReport?
    }

    let root: String
    private(set) var links: [RunID: Link] = [:]
    /// What could not be read, by the folder's name.
    private(set) var damaged: [RunID: ReportError] = [:]

    /// Reads every manifest of the root.
    ///
    /// - Throws: ``ReportError`` when the root itself cannot be read; a damaged report is noted and hides no other.
    init(of root: String) throws(ReportError) {
        self.root = root
        let shelf = "\(root)/\(PrunedReport.folder)"
        if Folder.isFolder(shelf) {
            for name in try Folder.names(in: shelf) { read(name, at: shelf, isPruned: true) }
        }
        for name in try Folder.names(in: root) where Folder.isFolder("\(root)/\(name)") {
            read(name, at: root, isPruned: false)
        }
    }

    private mutating func read(_ name: String, at place: String, isPruned: Bool) {
        guard let run = RunID(name), run.startedAt != nil else { return }
        do throws(ReportError) {
            let (manifest, sha256) = try Manifest.read("\(place)/\(name)/\(ReportFile.manifest)")
            guard manifest.runID == run else {
                throw .changed("\(place)/\(name)", "holds the manifest of run \(manifest.runID)")
            }
            let pruned = isPruned ? try PrunedReport.read(in: "\(place)/\(name)") : nil
            if let pruned, pruned.manifestSHA256 != sha256 {
                throw .changed("\(place)/\(name)/\(ReportFile.manifest)", "was changed after the report was pruned")
            }
            links[run] = Link(runID: run, manifest: manifest, sha256: sha256, pruned: pruned)
        } catch {
            damaged[run] = error
        }
    }

    /// The newest report, which the next one is published after: the one that no other names.
    var tip: Link? {
        let named = Set(links.values.compactMap(\.manifest.previous?.runID))
        return links.values.filter { !named.contains($0.runID) }.max { $0.runID.text < $1.runID.text }
    }

    /// Newest first.
    var newestFirst: [Link] { links.values.sorted { $0.runID.text > $1.runID.text } }

    /// What shows that a report was changed, removed or slipped in; empty when the chain holds.
    var breaks: [ReportError] {
        var breaks = damaged.sorted { $0.key.text < $1.key.text }.map(\.value)
        var successors: [RunID: [RunID]] = [:]
        var beginnings: [RunID] = []
        for link in newestFirst.reversed() {
            guard let previous = link.manifest.previous else {
                beginnings.append(link.runID)
                continue
            }
            successors[previous.runID, default: []].append(link.runID)
            if let problem = problem(with: previous, of: link) { breaks.append(problem) }
        }
        for (before, after) in successors.sorted(by: { $0.key.text < $1.key.text }) where after.count > 1 {
            let names = after.map(\.text).joined(separator: " and ")
            breaks.append(.changed("\(root)/\(before)", "is named as the report before them by \(names)"))
        }
        for run in beginnings.dropFirst() {
            breaks.append(.changed("\(root)/\(run)", "names no report before it, although \(beginnings[0]) is older"))
        }
        if let target = ReportRoot.latest(of: root), !Folder.isFolder("\(root)/\(target)") {
            breaks.append(.changed("\(root)/\(ReportRoot.latestName)", "leads to \(target), which is not there"))
        }
        return breaks
    }

    private func problem(with previous: Manifest.Previous, of link: Link) -> ReportError? {
        let path = "\(root)/\(previous.runID)"
        guard damaged[previous.runID] == nil else { return nil }
        guard let before = links[previous.runID] else {
            return .changed(
                path,
                "was removed: run \(link.runID) was published after it, and it is not among the pruned"
            )
        }
        guard before.sha256 != previous.sha256 else { return nil }
        return .changed(path, "is not the report after which run \(link.runID) was published: its manifest differs")
    }
}

extension Manifest {
    /// Reads a manifest with the SHA-256 of its bytes.
    ///
    /// - Throws: ``ReportError`` when there is none, or it is of another form.
    static func read(_ path: String) throws(ReportError) -> (manifest: Manifest, sha256: String) {
        let bytes = try InputFile(path).contents()
        guard let manifest = try? JSONText.decode(Manifest.self, from: bytes) else {
            throw .changed(path, "is no manifest of this version")
        }
        return (manifest, SHA256.digest(of: bytes))
    }
}

extension ReportError {
    /// A published folder is not what was published.
    static func changed(_ path: String, _ problem: String) -> ReportError {
        ReportError(path, problem, advice: "do not rely on the folder; compare it with a copy of it")
    }
}
