/// What is read in a store's answer: a few elements of plain text, by their names.
///
/// Nothing else of the XML is needed, and nothing of it is told but words that cannot hold a secret or a sentence.
struct StoreText {
    private let text: Substring

    init(_ text: some StringProtocol) { self.text = Substring(text) }

    /// The first element of that name as a word; nil where there is none, or it is more than a word.
    func word(_ name: String) -> String? { elements(name).first.flatMap { Self.word(String($0)) } }

    /// The text as a word: letters, digits, dots and hyphens, 64 at most.
    static func word(_ text: String) -> String? {
        let isWord = text.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        return isWord && (1...64).contains(text.utf8.count) ? text : nil
    }

    /// What stands in each element of that name, in order.
    func elements(_ name: String) -> [Substring] {
        text.split(separator: "<\(name)>", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
            rest.range(of: "</\(name)>").map { rest[..<$0.lowerBound] }
        }
    }

    /// What stands in the first element of that name, whatever it is.
    func first(_ name: String) -> String? {
        elements(name).first.map { text in
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
                .reduce(String(text)) { $0.replacing($1.0, with: $1.1) }
        }
    }
}

extension Substring {
    fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
