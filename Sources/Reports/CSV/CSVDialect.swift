/// How a CSV file begins.
public enum CSVDialect: String, CaseIterable, Sendable, Codable {
    /// Without a mark, as loaders and `COPY` want it.
    case plain
    /// With a byte order mark, without which Excel on Windows reads UTF-8 as another code page.
    case excel

    /// The bytes before the header.
    var mark: [UInt8] {
        switch self {
        case .plain: []
        case .excel: [0xEF, 0xBB, 0xBF]
        }
    }
}
