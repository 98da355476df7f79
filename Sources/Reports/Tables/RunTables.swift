import Reconciliation

/// The small tables of a run, made once and rendered by all.
struct RunTables {
    /// The open findings, as many as the page shows; the workbook has all of them.
    var exceptions = FindingRows.exceptions
    let grants: Table
    let records: Table
    let days: Table

    init(_ result: RunResult) {
        grants = result.grantsTable
        records = result.recordsTable
        days = result.daysTable
    }
}
