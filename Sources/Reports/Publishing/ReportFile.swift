/// The names of the files of a report besides the detail sheets.
enum ReportFile {
    static let workbook = "reconciliation.xlsx"
    static let findings = "findings.csv"
    static let grants = "grants.csv"
    static let sales = "sales.csv"
    static let plan = "plan.json"
    static let summary = "summary.json"
    static let page = "index.html"
    static let manifest = "manifest.json"
    static let checksums = "SHA256SUMS"

    /// What the page links to, in the order in which people look for it.
    static let linked =
        [workbook, findings, grants, sales] + DetailSheet.allCases.map(\.fileName)
        + [summary, plan, manifest, checksums]
}
