/// Reads RFC 4180 from chunks of bytes, row by row, so that a file of any length is read back in little memory.
struct CSVParser {
    private enum State {
        case plain, quoted, quoteInQuoted, carriageReturn
    }

    private var state = State.plain
    private var field: [UInt8] = []
    private var row: [String] = []

    /// Reads a chunk and passes each row that ends in it to `body`. False when the bytes are not RFC 4180.
    mutating func read(_ chunk: [UInt8], _ body: ([String]) -> Void) -> Bool {
        for byte in chunk {
            switch (state, byte) {
            case (.carriageReturn, UInt8(ascii: "\n")):
                endField()
                body(row)
                row.removeAll(keepingCapacity: true)
                state = .plain
            case (.carriageReturn, _): return false
            case (.quoted, UInt8(ascii: "\"")): state = .quoteInQuoted
            case (.quoted, _): field.append(byte)
            case (.quoteInQuoted, UInt8(ascii: "\"")):
                field.append(byte)
                state = .quoted
            case (_, UInt8(ascii: ",")):
                endField()
                state = .plain
            case (_, UInt8(ascii: "\r")): state = .carriageReturn
            case (.plain, UInt8(ascii: "\"")) where field.isEmpty: state = .quoted
            case (.plain, UInt8(ascii: "\"")), (.plain, UInt8(ascii: "\n")), (.quoteInQuoted, _): return false
            case (.plain, _): field.append(byte)
            }
        }
        return true
    }

    /// Whether the file may end here: after a whole row.
    var isBetweenRows: Bool { state == .plain && field.isEmpty && row.isEmpty }

    private mutating func endField() {
        row.append(String(decoding: field, as: UTF8.self))
        field.removeAll(keepingCapacity: true)
    }
}
