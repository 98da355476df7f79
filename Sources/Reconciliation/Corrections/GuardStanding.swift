/// Whether the journal itself refuses a second grant of one reference, and how that is known.
public enum GuardStanding: Hashable, Sendable, Codable {
    /// Its index's condition holds for the purchases, and a second grant was refused in a trial that was rolled back.
    case tried(index: String)
    /// Its index's condition holds for the purchases, as the server says; no second grant was tried.
    case covering(index: String)
    /// It does not, as far as is known; why, where there is an index at all.
    case notInForce(String?)

    /// Whether grants may rely on it.
    public var isInForce: Bool {
        if case .notInForce = self { return false }
        return true
    }

    /// What was proved, in plain words.
    public var sentence: String {
        switch self {
        case .tried(let index):
            "a second grant of one reference came to nothing at the unique index \(index) in a trial that was rolled back"
        case .covering(let index):
            "the condition of the unique index \(index) holds for purchases; no second grant was tried"
        case .notInForce(let reason):
            reason ?? "the journal has no unique index on its reference"
        }
    }
}
