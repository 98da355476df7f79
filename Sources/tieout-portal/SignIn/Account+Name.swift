extension Account {
    /// The most characters of a name, an e-mail address among them.
    static let mostOfName = 254

    /// Whether a text can be the name of an account: short, not blank at its ends, nothing that a terminal or a page would act on.
    static func isName(_ text: String) -> Bool {
        guard let first = text.first, let last = text.last, text.utf8.count <= mostOfName * 4, text.count <= mostOfName
        else { return false }
        return !first.isWhitespace && !last.isWhitespace
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
                default: true
                }
            }
    }
}
