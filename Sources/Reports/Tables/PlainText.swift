/// Text from outside, made safe to show: no control characters, and nothing that turns the reading direction of what
/// stands beside it, and no byte order mark within.
enum PlainText {
    /// Excel's limit for a cell, in UTF-16 units.
    static let longestCell = 32_767
    /// What stands at the end of a text that was cut.
    static let cutMark = "… [cut]"

    /// The text without control characters (line breaks and tabs become spaces) and without bidirectional overrides.
    static func clean(_ text: String) -> String {
        guard needsCleaning(text) else { return text }
        var cleaned = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09...0x0D, 0x85, 0x2028, 0x2029: cleaned.append(" ")
            case 0x00...0x1F, 0x7F...0x9F: continue
            case 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
            case 0x061C, 0xFEFF, 0xFFFE, 0xFFFF: continue
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned)
    }

    /// Whether all characters are those of ASCII from space to `~`; without a way out of the loop, so that it is done sixteen
    /// bytes at a time.
    private static func isPrintableASCII(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable { utf8 in
            var others: UInt8 = 0
            for byte in utf8 { others |= byte &- 0x20 > 0x7E - 0x20 ? 1 : 0 }
            return others == 0
        } ?? false
    }

    /// Looks for the lead bytes of what is taken out, so that ordinary text costs one pass and no copy.
    private static func needsCleaning(_ text: String) -> Bool {
        guard !isPrintableASCII(text) else { return false }
        return text.utf8.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2 || $0 == 0xEF }
    }

    /// The text, cut to what a cell of a workbook can hold, with a mark where it was cut.
    static func fittingCell(_ text: String) -> String { cut(text, to: longestCell) }

    /// The text, cut to what somebody reads on a page; the CSV files hold all of it.
    static func shortened(_ text: String) -> String { cut(text, to: longestOnPage) }

    private static let longestOnPage = 500

    private static func cut(_ text: String, to length: Int) -> String {
        guard text.utf8.count > length, text.utf16.count > length else { return text }
        var room = length - cutMark.utf16.count
        var end = text.startIndex
        while end < text.endIndex {
            let width = text[end].utf16.count
            guard width <= room else { break }
            room -= width
            end = text.index(after: end)
        }
        return text[..<end] + cutMark
    }
}
