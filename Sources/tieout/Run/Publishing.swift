import PostgresLedger
import Reconciliation
import Reports

extension Configuration {
    /// Publishes where and as the configuration says.
    var publisher: ReportPublisher { ReportPublisher(root: reportsDirectory, dialect: csvDialect) }

    /// The address of a report's page; nil without `reports.base_url`.
    func page(of run: RunID) -> String? { reportsBaseURL.map { "\($0)/\(run)/index.html" } }
}

extension PostgresLedger {
    /// Hands over the staged rows of a detail sheet, portion by portion.
    nonisolated func forEachPortion(
        of sheet: DetailSheet,
        _ body: ([[Cell]]) async throws -> Void
    ) async throws {
        try await forEachDetail(of: sheet.rows) { portion in
            let layout = DetailLayout(of: sheet, in: portion)
            return portion.rows.map(layout.cells(of:))
        } _: { portion in
            try await body(portion)
        }
    }
}

extension Output {
    /// Says what happened beside the report that was published.
    func tell(_ report: PublishedReport) {
        for name in report.removedLeftOvers { note("removed what a killed run had left in the reports: \(name)") }
        if let problem = report.indexProblem { note("the list of all runs was not written: \(problem)") }
    }
}
