import Foundation

/// What the granting function returned: a value or a row as JSON text, nil for NULL, one for each row.
struct FunctionAnswer {
    let rows: [String?]

    /// Whether it says that it failed.
    func tells(_ sign: FailureSign) -> Bool {
        guard sign != .raises else { return false }
        guard !rows.isEmpty else {
            if case .memberIsPresent = sign { return false }
            return true
        }
        return rows.map(Self.value).contains { value in
            switch sign {
            case .raises: false
            case .returnsFalse: value == nil || value as? Bool == false
            case .returnsNull: value == nil
            case .memberIsNotTrue(let name): (value as? [String: Any])?[name] as? Bool != true
            case .memberIsPresent(let name): Self.isPresent((value as? [String: Any])?[name])
            // A table of one column comes as its values.
            case .columnIsNotTrue(let name): ((value as? [String: Any])?[name] ?? value) as? Bool != true
            }
        }
    }

    /// What it said, as the end of a sentence, where it sounds like a failure; otherwise empty.
    var complaint: String {
        guard let row = rows.first else { return "" }
        guard let row else { return "; it returned NULL" }
        let value = Self.value(row)
        let members = value as? [String: Any] ?? [:]
        let isComplaint =
            value as? Bool == false || members["success"] as? Bool == false || Self.isPresent(members["error"])
        return isComplaint ? "; it returned \(row.prefix(200))" : ""
    }

    /// The first row, shortened, for a sentence.
    var words: String { (rows.first ?? nil).map { String($0.prefix(200)) } ?? (rows.isEmpty ? "no row" : "NULL") }

    /// JSON; also JSON in a text, which some functions return.
    private static func value(_ text: String?) -> Any? {
        guard let text,
            let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed),
            !(value is NSNull)
        else {
            return nil
        }
        if let inner = value as? String, inner.hasPrefix("{") { return self.value(inner) }
        return value
    }

    private static func isPresent(_ member: Any?) -> Bool { member.map { !($0 is NSNull) } ?? false }
}
