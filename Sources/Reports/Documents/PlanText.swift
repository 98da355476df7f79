/// The text of a plan, made correction by correction: a plan of many thousands is never held as one text.
///
/// What it gives is what ``JSONText`` gives of the whole document.
struct PlanText {
    private var head: PlanDocument

    /// The text of a plan whose corrections are given one by one.
    init(_ head: PlanDocument) {
        precondition(head.corrections.isEmpty, "the corrections of a plan are given one by one")
        self.head = head
    }

    /// The plan's hash: SHA-256 over its canonical JSON without that key.
    func hash(of corrections: some Collection<PlanDocument.Entry>) throws -> String {
        var head = head
        head.hash = nil
        let (before, after) = try Self.parts(of: JSONText.canonical(head), around: "[]")
        var hash = SHA256()
        var text = before + Array("[".utf8)
        for (index, correction) in corrections.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += try JSONText.canonical(correction)
            text.withUnsafeBytes { hash.update($0) }
            text.removeAll(keepingCapacity: true)
        }
        text += Array("]".utf8) + after
        text.withUnsafeBytes { hash.update($0) }
        return hash.finish()
    }

    /// Gives the readable text, a piece at a time; each correction is read again from its text before it is given.
    ///
    /// - Throws: ``ReportError`` when it does not read as what it is of; what `body` throws.
    func write(
        _ corrections: some Collection<PlanDocument.Entry>,
        hash: String,
        _ body: ([UInt8]) throws -> Void
    ) throws {
        var head = head
        head.hash = hash
        guard !corrections.isEmpty else { return try body(JSONText.readable(head)) }
        let (before, after) = try Self.parts(of: JSONText.readable(head), around: Self.readableNone)
        try body(before + Array("[\n".utf8))
        for (index, correction) in corrections.enumerated() {
            let text = try JSONText.readable(correction).dropLast()
            guard try JSONText.decode(PlanDocument.Entry.self, from: Array(text)) == correction else {
                throw ReportError.notAsWritten(ReportFile.plan, "would not read as the correction it is of")
            }
            try body(Array((index > 0 ? ",\n" : "").utf8) + Self.indented(text))
        }
        try body(Array("\n  ]".utf8) + after)
    }

    /// What stands before and after the empty list of corrections. A text within JSON holds no quotation mark unescaped, so
    /// that what is looked for is the key.
    private static func parts(of text: [UInt8], around none: String) throws -> (before: [UInt8], after: [UInt8]) {
        let key = Array("\"corrections\"".utf8)
        guard let start = text.firstRange(of: key),
            let list = text[start.upperBound...].firstRange(of: none.utf8)
        else {
            preconditionFailure("a plan has a list of corrections")
        }
        return (Array(text[..<list.lowerBound]), Array(text[list.upperBound...]))
    }

    /// How the encoder writes an empty list on lines of its own.
    private static let readableNone = "[\n\n  ]"

    /// The text two levels further in; JSON has a line break only between its parts.
    private static func indented(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let margin = Array("    ".utf8)
        var indented = margin
        indented.reserveCapacity(text.count + 256)
        for byte in text {
            indented.append(byte)
            if byte == UInt8(ascii: "\n") { indented += margin }
        }
        return indented
    }
}
