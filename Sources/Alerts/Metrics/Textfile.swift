import Foundation

/// The file that Prometheus' node exporter reads, from a folder that it is told (`--collector.textfile.directory`).
public struct Textfile: Sendable {
    /// Where it is; its name ends with `.prom`, or the exporter does not read it.
    public let path: String

    /// The file at that path.
    public init(path: String) { self.path = path }

    /// Puts the gauges in the file's place by one rename, so that the exporter never reads half of them; everybody may read
    /// it.
    ///
    /// - Throws: ``DeliveryFailure`` when it cannot be written; the file is as it was then.
    public func write(_ gauges: [Gauge]) throws(DeliveryFailure) {
        // In the same folder, because a rename goes no further; of a name that the exporter does not read.
        let draft = "\(path).\(UUID().uuidString).draft"
        do {
            try Self.write(gauges.exposition, to: draft)
            guard rename(draft, path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        } catch {
            unlink(draft)
            throw DeliveryFailure("it cannot be written: \(Self.words(error))", mayPass: false)
        }
    }

    /// When a run last ended well, by the file as it stands; nil where it does not say.
    public var lastSuccess: Int64? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).lazy
            .compactMap { $0.wholeMatch(of: /tieout_last_success_timestamp_seconds (\d+)/) }
            .compactMap { Int64($0.output.1) }.first
    }

    private static func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        // Whatever the umask: the exporter runs as somebody else.
        guard fchmod(file, 0o644) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    private static func words(_ error: any Error) -> String {
        guard let code = (error as? POSIXError)?.code else { return "\(error)" }
        return String(cString: strerror(code.rawValue))
    }
}
