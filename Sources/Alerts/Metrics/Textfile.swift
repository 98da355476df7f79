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
        do {
            // Whatever the umask: the exporter runs as somebody else.
            try FileReplacement.put(gauges.exposition, at: path, mode: 0o644)
        } catch {
            throw DeliveryFailure("it cannot be written: \(FileReplacement.words(error))", mayPass: false)
        }
    }

    /// When a run last ended well, by the file as it stands; nil where it does not say.
    public var lastSuccess: Int64? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(whereSeparator: \.isNewline).lazy
            .compactMap { $0.wholeMatch(of: /tieout_last_success_timestamp_seconds (\d+)/) }
            .compactMap { Int64($0.output.1) }.first
    }
}
