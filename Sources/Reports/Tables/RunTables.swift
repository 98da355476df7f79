import Reconciliation

/// The small tables of a run, made once and rendered by all.
struct RunTables {
    let findings: Table
    let exceptions: Table
    let grants: Table
    let records: Table
    let days: Table

    init(_ result: RunResult) {
        findings = result.findingsTable
        exceptions = result.exceptionsTable
        grants = result.grantsTable
        records = result.recordsTable
        days = result.daysTable
    }
}
