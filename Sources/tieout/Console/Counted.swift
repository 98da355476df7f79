extension Int {
    /// The number with its noun: `1 finding`, `20 findings`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
