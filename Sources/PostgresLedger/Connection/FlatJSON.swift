/// A JSON object as names and texts, read as the server writes it: numbers and booleans in their JSON spelling, `null`
/// left out, and `(nested)` for whatever has parts of its own.
///
/// By hand, because a run reads one for each finding and Foundation's decoder takes longer for it than the rule itself.
struct FlatJSON {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    /// Reads an object; nil when the bytes are none.
    static func texts(_ bytes: UnsafeBufferPointer<UInt8>) -> [String: String]? {
        var reader = FlatJSON(bytes)
        return reader.object()
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func object() -> [String: String]? {
        var texts: [String: String] = [:]
        guard take("{") else { return nil }
        if !take("}") {
            repeat {
                guard let name = string(), take(":"), let value = value() else { return nil }
                texts[name] = value.text
            } while take(",")
            guard take("}") else { return nil }
        }
        skipSpace()
        return place == bytes.count ? texts : nil
    }

    /// A value that was read: its text, nil for `null`.
    private struct Value {
        let text: String?
    }

    private mutating func value() -> Value? {
        skipSpace()
        guard place < bytes.count else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "\""): return string().map { Value(text: $0) }
        case UInt8(ascii: "{"), UInt8(ascii: "["): return skipNested() ? Value(text: "(nested)") : nil
        default: return word()
        }
    }

    /// A number, `true`, `false` or `null`.
    private mutating func word() -> Value? {
        let start = place
        while place < bytes.count, bytes[place].isOfJSONWord { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        switch text {
        case "null": return Value(text: nil)
        case "true", "false": return Value(text: text)
        default: return Double(text) == nil ? nil : Value(text: text)
        }
    }

    private mutating func string() -> String? {
        guard take("\"") else { return nil }
        let start = place
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: bytes[start..<place - 1], as: UTF8.self)
            case UInt8(ascii: "\\"): return escapedString(from: start)
            default: place += 1
            }
        }
        return nil
    }

    /// The rest of a string that has escapes.
    private mutating func escapedString(from start: Int) -> String? {
        var units = Array(bytes[start..<place])
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                units += String(Character(scalar)).utf8
            default: units.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard place < bytes.count else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        // The server writes only control characters so; what lies above them it writes as itself.
        case UInt8(ascii: "u"): return codeUnit().flatMap { Unicode.Scalar($0) }
        default: return nil
        }
    }

    private mutating func codeUnit() -> UInt32? {
        guard place + 4 <= bytes.count else { return nil }
        let digits = String(decoding: bytes[place..<place + 4], as: UTF8.self)
        place += 4
        return UInt32(digits, radix: 16)
    }

    /// Passes over an object or array; brackets within strings are none.
    private mutating func skipNested() -> Bool {
        var depth = 0
        repeat {
            guard place < bytes.count else { return false }
            switch bytes[place] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            place += 1
        } while depth > 0
        return true
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
    }
}

extension UInt8 {
    fileprivate var isOfJSONWord: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
            UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}

extension Row {
    /// A JSON object as names and texts; empty for NULL.
    ///
    /// - Throws: ``PostgresError/decoding(statement:column:problem:)`` when the column holds no JSON object.
    func flatJSON(_ column: String) throws(PostgresError) -> [String: String] {
        let read = rows.withCell(row: index, column: try rows.column(column)) { FlatJSON.texts($0) }
        guard let cell = read else { return [:] }
        guard let texts = cell else {
            throw .decoding(statement: rows.statement, column: column, problem: "is no JSON object")
        }
        return texts
    }
}
