/// Reads a finished workbook from the disk and counts it: libxlsxwriter reports success even when a full disk cut it.
enum WorkbookReadBack {
    /// Requires every entry whole, every sheet with its end tag, as many rows and cells as were written, and every chart.
    ///
    /// - Throws: ``ReportError`` naming the first sheet that is not as it was written.
    static func check(_ path: String, holds sheets: [SheetCount], charts: Int = 0) throws(ReportError) {
        let archive = try ZipArchive(path)
        var names: Set<String> = []
        for entry in archive.entries {
            names.insert(entry.name)
            var counter = XMLCounter()
            try archive.read(entry) { counter.read($0) }
            guard let index = sheetIndex(entry.name) else { continue }
            guard sheets.indices.contains(index) else {
                throw .notAsWritten(path, "holds the sheet \(entry.name), which was never written")
            }
            let expected = sheets[index]
            guard counter.endsWith("</worksheet>") else {
                throw .notAsWritten(path, "lacks the end of the sheet “\(expected.name)”")
            }
            guard counter.rows == expected.rows, counter.cells == expected.cells else {
                let found = "\(counter.rows) rows and \(counter.cells) cells"
                let written = "\(expected.rows) rows and \(expected.cells) cells were written"
                throw .notAsWritten(path, "holds \(found) on the sheet “\(expected.name)” where \(written)")
            }
        }
        let parts = ["[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"]
        let needed =
            parts + sheets.indices.map { "xl/worksheets/sheet\($0 + 1).xml" }
            + (0..<charts).map { "xl/charts/chart\($0 + 1).xml" }
        if let missing = needed.first(where: { !names.contains($0) }) {
            throw .notAsWritten(path, "lacks its part \(missing)")
        }
    }

    /// Which sheet an entry holds, counted from 0.
    private static func sheetIndex(_ name: String) -> Int? {
        let (prefix, suffix) = ("xl/worksheets/sheet", ".xml")
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        return Int(name.dropFirst(prefix.count).dropLast(suffix.count)).map { $0 - 1 }
    }
}

/// Counts the rows and cells of a sheet's XML while it streams by. Text cannot hold a `<`, so a tag is a tag.
struct XMLCounter {
    private(set) var rows: Int64 = 0
    private(set) var cells: Int64 = 0
    /// The name of the tag that is being read, its first bytes packed into a number; nil once it is known to be another.
    private var tag: UInt32?
    private var tail: [UInt8] = []

    private static let longestTail = 64

    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            if byte == UInt8(ascii: "<") {
                tag = 0
            } else if let name = tag {
                note(byte, after: name)
            }
        }
        tail.append(contentsOf: bytes.suffix(Self.longestTail))
        if tail.count > Self.longestTail { tail.removeFirst(tail.count - Self.longestTail) }
    }

    /// Whether the document ends with that text, line breaks aside.
    func endsWith(_ end: String) -> Bool {
        var text = String(decoding: tail, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return text.hasSuffix(end)
    }

    private mutating func note(_ byte: UInt8, after name: UInt32) {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: ">"), UInt8(ascii: "/"):
            if name == Self.row { rows += 1 } else if name == Self.cell { cells += 1 }
            tag = nil
        default: tag = name > 0xFF_FFFF ? nil : name << 8 | UInt32(byte)
        }
    }

    private static let row = "row".utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    private static let cell = UInt32(UInt8(ascii: "c"))
}
