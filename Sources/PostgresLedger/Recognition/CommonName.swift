/// A name of an application as patterns know it: `creditTransactions`, `credit_transactions` and `CreditTransaction` are
/// the same, and so are `p_user_id`, `_user_id` and `user_id` of arguments.
struct CommonName: Hashable {
    /// Its words in lower case.
    let words: [String]

    /// The name of a table or column.
    init(_ name: String) {
        var words: [String] = []
        var word = ""
        var last: Character = "_"
        for character in name {
            let startsWord = character.isUppercase && !last.isUppercase
            if startsWord || !(character.isLetter || character.isNumber) {
                words.append(word)
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(contentsOf: character.lowercased()) }
            last = character
        }
        self.words = (words + [word]).filter { !$0.isEmpty }
    }

    /// The name of an argument, without the letters that tell it from a column.
    init(argument name: String) {
        var words = CommonName(name).words
        if words.count > 1, let first = words.first, Self.argumentMarks.contains(first) { words.removeFirst() }
        if words.count > 1, let last = words.last, Self.argumentMarks.contains(last) { words.removeLast() }
        self.words = words
    }

    /// The words with `_` between them.
    var snake: String { words.joined(separator: "_") }

    /// The words in the singular, as far as an s tells.
    var singular: [String] {
        words.map { word in
            if word.hasSuffix("ies") { return String(word.dropLast(3)) + "y" }
            return word.hasSuffix("s") && !word.hasSuffix("ss") && word.count > 3 ? String(word.dropLast()) : word
        }
    }

    private static let argumentMarks: Set<String> = [
        "p", "in", "v", "arg", "a", "param", "new", "input", "i", "target",
    ]
}
