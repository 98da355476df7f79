import Reconciliation
import Reports

/// Which runs a list shows: those whose period ended in a month, those of a status, or both.
struct RunFilter: Equatable {
    /// `2026-11`; nil for every month.
    let month: String?
    /// Nil for every status.
    let status: RunStatus?

    /// What a query asks for; values that mean nothing are left out.
    init(month: String?, status: String?) {
        self.month = month.flatMap { $0.wholeMatch(of: /\d{4}-\d\d/) == nil ? nil : $0 }
        self.status = status.flatMap(RunStatus.init)
    }

    /// The reports that it lets through, in their order.
    func apply(to reports: [ReportEntry]) -> [ReportEntry] {
        reports.filter { report in
            (month == nil || report.month == month) && (status == nil || report.status == status)
        }
    }
}

extension ReportEntry {
    /// The month in which its period ended, in UTC; of a damaged report the month in which the run began.
    var month: String? { (period?.cutOff ?? runID.startedAt).map { String($0.rfc3339.prefix(7)) } }
}
