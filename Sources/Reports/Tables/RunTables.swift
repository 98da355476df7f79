import Reconciliation

/// The small tables of a run, made once and rendered by all.
struct RunTables {
    /// The open findings, as many as the page shows; the workbook has all of them.
    var exceptions = FindingRows.exceptions
    let grants: Table
    let records: Table
    let days: Table
    let packages: Table
    let sales: Table
    let ageing: Table
    let missed: Table
    let outages: Table
    let failures: Table
    let returns: Table
    let capacity: Table
    let log: Table

    init(_ result: RunResult) {
        grants = result.grantsTable
        records = result.recordsTable
        days = result.daysTable
        packages = result.packagesTable
        sales = result.salesTable
        ageing = result.ageingTable
        missed = result.missedTable
        outages = result.outagesTable
        failures = result.failuresTable
        returns = result.returnsTable
        capacity = result.capacityTable
        log = result.logTable
    }

    /// Those that have a sheet between that of the exceptions and the detail sheets, in reading order.
    var behindExceptions: [Table] {
        [ageing, missed, outages, grants, packages, sales, failures, returns, capacity, records]
    }

    /// Those that have a sheet before the detail sheets, in reading order.
    var beforeDetails: [Table] { [days, exceptions] + behindExceptions }

    /// The columns of all sheets and files.
    var dictionary: Table {
        let files = [grants.title: ReportFile.grants, sales.title: ReportFile.sales]
        let source = { (table: Table) in
            DataDictionary.Source(sheet: table.title, file: files[table.title], columns: table.columns)
        }
        let details = DetailSheet.allCases.map {
            DataDictionary.Source(sheet: $0.title, file: $0.fileName, columns: $0.columns)
        }
        let onlyAFile = DataDictionary.Source(sheet: nil, file: ReportFile.findings, columns: FindingRows.columns)
        return DataDictionary.table(of: beforeDetails.map(source) + details + [source(log), onlyAFile])
    }
}
