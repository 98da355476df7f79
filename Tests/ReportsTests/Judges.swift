import Foundation

/// Software of others that judges the files: Python with openpyxl, LibreOffice, and Chromium with axe-core.
enum Judges {
    /// A Python that has openpyxl: `TIEOUT_PYTHON`, else `python3`. Nil where neither has it.
    static let python: String? = {
        let candidates = [ProcessInfo.processInfo.environment["TIEOUT_PYTHON"], "python3"].compactMap(\.self)
        return candidates.first { (try? ProgramOutput.of($0, ["-c", "import openpyxl"]))?.status == 0 }
    }()

    static let noPython: String = "no Python with openpyxl; set TIEOUT_PYTHON to one"

    /// Whether LibreOffice can recalculate here.
    static let hasLibreOffice = (try? ProgramOutput.of("soffice", ["--version"]))?.status == 0

    /// Whether Chromium can be driven here, with axe-core in it.
    static let hasBrowser: Bool = {
        let modules = try? ProgramOutput.of(python ?? "python3", ["-c", "import playwright, axe_playwright_python"])
        return modules?.status == 0 && (try? ProgramOutput.of("which", [chromium]))?.status == 0
    }()

    private static let chromium = "/usr/bin/chromium"

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
        var custom: [String: String]

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

    /// A series of a chart as openpyxl reads it.
    struct Chart: Decodable {
        var sheet: String
        var labels: String
        var values: String
    }

    struct Missing: Error { var what: String }

    static func workbook(_ path: String) throws -> Workbook { try judge("read_workbook", [path]) }
    static func charts(_ path: String) throws -> [Chart] { try judge("read_charts", [path]) }
    static func csv(_ path: String, encoding: String = "utf-8") throws -> [[String]] {
        try judge("read_csv", [path, encoding])
    }
    static func page(_ path: String) throws -> Page { try judge("read_page", [path]) }

    /// What Chromium and axe-core find wrong with each page, in light and dark, wide and narrow.
    static func faults(ofPages paths: [String]) throws -> [String: [String]] {
        try judge("read_in_browser", [chromium] + paths)
    }

    /// Copies a workbook with another value in every formula's cell.
    static func miscount(_ path: String, to copy: String) throws {
        let _: Bool? = try judge("miscount", [path, copy])
    }

    /// Workbooks and CSV files as LibreOffice reads them and writes them again after computing every formula anew.
    ///
    /// The name of the program that a workbook says it is from makes LibreOffice trust the values in it, so the profile
    /// tells it to compute always.
    static func recalculated(_ paths: [String], into folder: String) throws -> [Workbook] {
        let profile = "\(folder)/profile"
        try FileManager.default.createDirectory(atPath: "\(profile)/user", withIntermediateDirectories: true)
        let settings = """
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry">
            <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
            <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
            </oor:items>
            """
        try Data(settings.utf8).write(to: URL(filePath: "\(profile)/user/registrymodifications.xcu"))
        let arguments = [
            "-env:UserInstallation=file://\(profile)", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
            "--outdir", folder,
        ]
        let output = try ProgramOutput.of("soffice", arguments + paths)
        guard output.status == 0 else { throw Missing(what: output.output) }
        return try paths.map { path in
            let name = URL(filePath: path).deletingPathExtension().lastPathComponent
            return try workbook("\(folder)/\(name).xlsx")
        }
    }

    private static func judge<Answer: Decodable>(_ script: String, _ arguments: [String]) throws -> Answer {
        let judges = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Judges/\(script).py")
        let output = try ProgramOutput.of(python ?? "python3", [judges.path] + arguments)
        guard output.status == 0 else { throw Missing(what: output.output) }
        return try JSONDecoder().decode(Answer.self, from: Data(output.output.utf8))
    }
}
