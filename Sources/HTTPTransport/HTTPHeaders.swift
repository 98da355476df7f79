/// The header fields of an answer, as received; a field is looked for when it is asked for, since most never are.
public struct HTTPHeaders: Sendable {
    private let block: [UInt8]

    /// The fields of a header block: lines that end in CRLF.
    init(block: [UInt8]) {
        self.block = block
    }

    /// Fields given one by one.
    public init(_ fields: [HTTPRequest.Field] = []) {
        self.block = Array(fields.map { "\($0.name): \($0.value)\r\n" }.joined().utf8)
    }

    /// The value of the first field of that name, whatever its case, without white space around it.
    public subscript(name: String) -> String? {
        let name = Array(name.utf8)
        for line in block.split(separator: UInt8(ascii: "\n")) {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon - line.startIndex == name.count,
                zip(line, name).allSatisfy({ Self.lowercased($0) == Self.lowercased($1) })
            else { continue }
            let value = line[(colon + 1)...].drop(while: Self.isSpace)
            let end = value.lastIndex { !Self.isSpace($0) }.map { $0 + 1 } ?? value.startIndex
            return String(decoding: value[..<end], as: UTF8.self)
        }
        return nil
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
