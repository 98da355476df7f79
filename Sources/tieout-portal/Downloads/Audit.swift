import Foundation
import Glibc
import NIOPosix
import Reconciliation

/// The audit: a file to which lines of JSON are only ever added, each before what it tells of is done.
///
/// One owner of the file's descriptor, opened with `O_APPEND` for each line, so that it may be moved away while the portal runs.
actor Audit {
    private nonisolated let path: String

    /// The audit in the portal's own folder, which is made where it is missing.
    ///
    /// - Throws: ``PortalFailure`` with status 73 when it cannot be made, 77 when others may write to it.
    init(folder: String) throws(PortalFailure) {
        path = "\(folder)/audit.jsonl"
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw PortalFailure(
                .cannotWrite,
                "\(folder) cannot be made (\(String(cString: strerror(errno))))",
                advice: "Choose another PORTAL_STATE."
            )
        }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IWOTH == 0 else {
            throw PortalFailure(.noPermission, "\(folder) can be written to by others", advice: "chmod o-w \(folder)")
        }
    }

    /// Adds a line and forces it to the disk.
    ///
    /// - Throws: ``PortalFailure`` with status 73 when it cannot be written: what cannot be told is not done.
    func add(_ entry: AuditEntry) throws(PortalFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(entry) else { throw failure("cannot take a line") }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be opened (\(String(cString: strerror(errno))))") }
        defer { close(descriptor) }
        let bytes = Array(line) + [UInt8(ascii: "\n")]
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("cannot be looked at") }
        guard write(descriptor, bytes, bytes.count) == bytes.count, fdatasync(descriptor) == 0 else {
            let problem = String(cString: strerror(errno))
            // A part of a line would swallow the next one.
            ftruncate(descriptor, status.st_size)
            throw failure("cannot be written (\(problem))")
        }
    }

    /// The newest lines, newest first; those of one run, or of all. Read beside whoever adds lines, so that no download waits for it.
    nonisolated func newest(_ count: Int, of run: RunID? = nil) async -> [AuditEntry] {
        (try? await NIOThreadPool.singleton.runIfActive { self.read(count, of: run) }) ?? []
    }

    private nonisolated func read(_ count: Int, of run: RunID?) -> [AuditEntry] {
        guard let handle = FileHandle(forReadingAtPath: path) else { return [] }
        defer { try? handle.close() }
        let end = (try? handle.seekToEnd()) ?? 0
        // The last megabytes hold the newest thousands of lines; older ones are in the file for who looks for them.
        try? handle.seek(toOffset: end > Self.mostBytes ? end - Self.mostBytes : 0)
        let bytes = (try? handle.readToEnd()) ?? Data()
        var entries: [AuditEntry] = []
        let name = run.map { Data($0.text.utf8) }
        for line in bytes.split(separator: UInt8(ascii: "\n")).reversed() {
            if let name, line.range(of: name) == nil { continue }
            guard let entry = try? JSONDecoder().decode(AuditEntry.self, from: Data(line)) else { continue }
            guard run == nil || entry.run == run?.text else { continue }
            entries.append(entry)
            if entries.count == count { break }
        }
        return entries
    }

    private static let mostBytes: UInt64 = 4 << 20

    private func failure(_ problem: String) -> PortalFailure {
        PortalFailure(.cannotWrite, "\(path) \(problem)", advice: "Give the portal's user the right to write there.")
    }
}
