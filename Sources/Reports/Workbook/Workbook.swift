import CXlsxWriter
import Reconciliation

/// A workbook that is written once, each sheet from its first row to its last; the one owner of libxlsxwriter's handle.
///
/// Rows go to temporary files beside the workbook (`constant_memory`), so that a million of them need no memory and a
/// full disk is the same disk whose space was checked. libxlsxwriter 1.1.4 reports success when that disk fills up, so
/// a finished workbook proves nothing until ``WorkbookReadBack`` has counted it.
struct Workbook: ~Copyable {
    /// What its document properties say.
    struct Properties {
        var title: String
        var subject: String
        var author: String
        var keywords: String
        /// Custom ones by name, in their order, for whoever files workbooks by them.
        var custom: KeyValuePairs<String, String> = [:]
        /// Fixed by the run, not by the wall clock, so that the same input gives the same bytes.
        var created: Instant
    }

    let path: String
    let styles: Styles
    /// What was written, by sheet in the order of their tabs; a sheet counts nothing until it is ended.
    private(set) var counts: [SheetCount] = []

    /// How many charts were added.
    private(set) var charts = 0

    private let handle: UnsafeMutablePointer<lxw_workbook>
    private var isOpen = true

    init(creating path: String, temporaryFolder: String, properties: Properties) throws(ReportError) {
        guard let handle = tieout_workbook_new(path, temporaryFolder) else {
            throw ReportError(path, "cannot be begun", advice: "free memory and run again")
        }
        let result = tieout_workbook_set_properties(
            handle,
            properties.title,
            properties.subject,
            properties.author,
            properties.keywords,
            properties.created.secondsSinceEpoch
        )
        do throws(ReportError) {
            try Self.check(result, path: path)
            for (name, value) in properties.custom {
                try Self.check(workbook_set_custom_property_string(handle, name, value), path: path)
            }
        } catch {
            tieout_workbook_abandon(handle)
            throw error
        }
        self.path = path
        self.handle = handle
        styles = Styles(in: handle)
    }

    deinit { if isOpen { tieout_workbook_abandon(handle) } }

    /// Adds a sheet after the others.
    mutating func addSheet(named name: String) throws(ReportError) -> Sheet {
        guard let pointer = workbook_add_worksheet(handle, name) else {
            throw ReportError(
                path,
                "cannot take the sheet “\(name)”",
                advice: "make room for its temporary files and run again"
            )
        }
        counts.append(SheetCount(name: name))
        return Sheet(pointer: pointer, name: name, path: path)
    }

    /// Adds a chart of a type of libxlsxwriter's, to be put on a sheet.
    mutating func addChart(_ type: UInt8) throws(ReportError) -> UnsafeMutablePointer<lxw_chart> {
        guard let chart = workbook_add_chart(handle, type) else {
            throw ReportError(path, "cannot take a chart", advice: "free memory and run again")
        }
        charts += 1
        return chart
    }

    /// Notes that nothing more is written on the sheet, and what it must hold when it is read back.
    mutating func end(_ sheet: Sheet) {
        guard let index = counts.firstIndex(where: { $0.name == sheet.count.name }) else { return }
        counts[index] = sheet.count
    }

    /// Assembles the file; whether it is whole is for the read-back to say.
    mutating func finish() throws(ReportError) {
        isOpen = false
        let result = workbook_close(handle)
        try Self.check(result, path: path)
    }

    static func check(_ result: lxw_error, path: String) throws(ReportError) {
        guard result != LXW_NO_ERROR else { return }
        let message = lxw_strerror(result).map { String(cString: $0) } ?? "error \(result.rawValue)"
        throw ReportError(
            path,
            "cannot be written (libxlsxwriter: \(message))",
            advice: "check the disk's space and rights, then run again"
        )
    }
}

/// What a sheet must hold when it is read back.
struct SheetCount: Hashable, Sendable {
    var name: String
    /// Rows in which at least one cell was written, headings included.
    var rows: Int64 = 0
    /// Cells that were written, formatted blank ones included.
    var cells: Int64 = 0
}
