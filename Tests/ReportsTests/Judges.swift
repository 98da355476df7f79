import Foundation

/// Software of others that judges the files: Python with openpyxl, and LibreOffice.
enum Judges {
    /// A Python that has openpyxl: `TIEOUT_PYTHON`, else `python3`. Nil where neither has it.
    static let python: String? = {
        let candidates = [ProcessInfo.processInfo.environment["TIEOUT_PYTHON"], "python3"].compactMap(\.self)
        return candidates.first { (try? ProgramOutput.of($0, ["-c", "import openpyxl"]))?.status == 0 }
    }()

    static let noPython: String = "no Python with openpyxl; set TIEOUT_PYTHON to one"

    /// Whether LibreOffice can recalculate here.
    static let hasLibreOffice = (try? ProgramOutput.of("soffice", ["--version"]))?.status == 0

    /// A workbook as openpyxl reads it.
    struct Workbook: Decodable {
        struct Sheet: Decodable {
            var title: String
            var rows: [[String?]]
            var types: [[String]]
            var formulas: [String: String]
            var links: [String: String]
            var frozen: String
            var filter: String
        }

        var sheets: [Sheet]
        var title: String
        var keywords: String

        func sheet(_ title: String) throws -> Sheet {
            guard let sheet = sheets.first(where: { $0.title == title }) else { throw Missing(what: title) }
            return sheet
        }
    }

    /// A page as Python's HTML parser reads it.
    struct Page: Decodable {
        var faults: [String]
        var tags: [String]
        var cells: [String]
        var links: [String]
        var text: String
    }

    struct Missing: Error { var what: String }

    static func workbook(_ path: String) throws -> Workbook { try judge("read_workbook", [path]) }
    static func csv(_ path: String, encoding: String = "utf-8") throws -> [[String]] {
        try judge("read_csv", [path, encoding])
    }
    static func page(_ path: String) throws -> Page { try judge("read_page", [path]) }

    /// The workbook as LibreOffice writes it again after computing every formula anew.
    static func recalculated(_ path: String, into folder: String) throws -> Workbook {
        let profile = "-env:UserInstallation=file://\(folder)/profile"
        let arguments = [
            profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder, path,
        ]
        let output = try ProgramOutput.of("soffice", arguments)
        guard output.status == 0 else { throw Missing(what: output.output) }
        return try workbook("\(folder)/\(URL(filePath: path).lastPathComponent)")
    }

    private static func judge<Answer: Decodable>(_ script: String, _ arguments: [String]) throws -> Answer {
        let judges = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Judges/\(script).py")
        let output = try ProgramOutput.of(python ?? "python3", [judges.path] + arguments)
        guard output.status == 0 else { throw Missing(what: output.output) }
        return try JSONDecoder().decode(Answer.self, from: Data(output.output.utf8))
    }
}
