/// The names of the files of a report besides the detail sheets.
package enum ReportFile {
    package static let workbook = "reconciliation.xlsx"
    package static let findings = "findings.csv"
    static let grants = "grants.csv"
    static let sales = "sales.csv"
    package static let plan = "plan.json"
    static let summary = "summary.json"
    package static let page = "index.html"
    package static let manifest = "manifest.json"
    package static let checksums = "SHA256SUMS"

    /// What the page links to, in the order in which people look for it.
    static let linked =
        [workbook, findings, grants, sales] + DetailSheet.allCases.map(\.fileName)
        + [summary, plan, manifest, checksums]
}
