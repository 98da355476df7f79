import Reconciliation

/// The list of all runs of a place that holds copies of reports and neither links nor a program: an object store.
///
/// What it shows is kept beside it as `runs.json`, so that the list is made anew without reading every report again.
public struct CopiedReports: Sendable {
    /// Newest first.
    private let reports: [ListedReport]

    /// The list of those reports, in any order.
    public init(_ reports: [ListedReport]) { self.reports = reports.sorted { $0.runID.text > $1.runID.text } }

    /// The reports of a `runs.json`; none of one that cannot be read.
    public static func reports(in document: [UInt8]) -> [ListedReport] {
        (try? JSONText.decode(Document.self, from: document))?.reports ?? []
    }

    private struct Document: Codable {
        var schemaVersion = 1
        var reports: [ListedReport]

        enum CodingKeys: String, CodingKey {
            case reports
            case schemaVersion = "schema_version"
        }
    }

    /// The files of the list, each with its media type, in the order in which they are put in place: the page last.
    ///
    /// - Throws: `EncodingError`, which these values never give.
    public func files() throws -> [(name: String, bytes: [UInt8], type: String)] {
        var files = [
            (
                name: Self.documentName, bytes: try JSONText.readable(Document(reports: reports)),
                type: "application/json"
            )
        ]
        let page = "text/html; charset=utf-8"
        if let newest = reports.first {
            files.append((name: Self.latestName, bytes: Self.page(leadingTo: newest.runID), type: page))
        }
        return files + [(name: ReportIndex.fileName, bytes: ReportIndex(copied: reports).page(), type: page)]
    }

    /// What the list shows, for whoever makes it anew.
    public static let documentName = "runs.json"
    /// A page that leads to the newest run: what `latest` is in a folder.
    public static let latestName = "latest.html"

    private static func page(leadingTo run: RunID) -> [UInt8] {
        let target = "\(run)/\(ReportFile.page)"
        var html = HTML()
        html.beginPage(title: "The newest run", skip: "Skip to the link", to: "newest", leadingTo: target)
        html.markup("<h1>The newest run</h1>\n<p id=\"newest\">")
        html.link(run.text, to: target)
        html.markup("</p>\n")
        html.endPage()
        return html.bytes
    }
}
