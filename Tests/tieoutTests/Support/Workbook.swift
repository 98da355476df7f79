import Foundation

/// A workbook as openpyxl reads it.
struct Workbook {
    private let sheets: [JSONObject]

    /// A Python that has openpyxl: `TIEOUT_PYTHON`, else `python3`; nil where neither has it.
    static let python: String? = {
        let candidates = [ProcessInfo.processInfo.environment["TIEOUT_PYTHON"], "/usr/bin/python3"].compactMap(\.self)
        return candidates.first { (try? output(of: $0, ["-c", "import openpyxl"])) != nil }
    }()

    init(contentsOf path: String) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../ReportsTests/Judges/read_workbook.py").standardized.path
        let json = try Self.output(of: Self.python ?? "python3", [script, path])
        sheets = try JSONObject(json).objects("sheets")
    }

    /// The cells of a sheet as text, the header's included; empty where there is nothing.
    func rows(of sheet: String) -> [[String]] {
        sheets.first { $0.text("title") == sheet }?.rows("rows") ?? []
    }

    /// A column of a sheet without its header.
    func column(_ index: Int, of sheet: String) -> [String] { rows(of: sheet).dropFirst().map { $0[index] } }

    struct Failed: Error { let status: Int32 }

    private static func output(of program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
        return String(decoding: data, as: UTF8.self)
    }
}
