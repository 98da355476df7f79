/// What identifies a buyer in the ledger's tables.
public enum UserIDType: String, CaseIterable, Sendable, Codable {
    /// A uuid, in capitals or not.
    case uuid
    /// A text, which is compared as it is written.
    case text
    /// A whole number.
    case bigint
    /// An e-mail address, in capitals or not.
    case email
}
