/// Addresses at which anybody who has them can read a report for some days: they are secrets, for messages and nothing else.
public struct ReportLinks: Hashable, Sendable, Codable {
    /// The run's page.
    public var page: String
    /// The workbook.
    public var workbook: String
    /// The instant from which they lead nowhere.
    public var validUntil: Instant

    /// Links that hold until then.
    public init(page: String, workbook: String, validUntil: Instant) {
        (self.page, self.workbook, self.validUntil) = (page, workbook, validUntil)
    }

    enum CodingKeys: String, CodingKey {
        case page, workbook
        case validUntil = "valid_until"
    }

    /// What whoever has them should know.
    public var caution: String {
        "Until \(validUntil.rfc3339) whoever has these links can read the figures without signing in."
    }
}

extension Bulletin {
    /// Where the run's page is: where reports are served, else in the object store.
    public var pageURL: String? { reportURL ?? links?.page }
}
