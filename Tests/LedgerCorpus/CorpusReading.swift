/// What `tieout init` and `tieout doctor` say of a ledger.
public struct CorpusReading: Sendable {
    /// What init finds otherwise than it is mapped by hand, and what it leaves to a person; none where it maps alike.
    public let finds: [String]
    /// Checks of the doctor's that do not say ok, of the mapping by hand: `warning guard`, or `refuse function: ` and the
    /// words that decide.
    public let doctor: [String]

    init(_ finds: [String], _ doctor: [String]) {
        self.finds = finds
        self.doctor = doctor
    }
}

extension [String] {
    /// As it is mapped by hand.
    static let same: [String] = []
    /// The same, but for a word that stands in a column of free text, which no catalog knows.
    static let sameButAWord = ["movement words: none, not type consume=usage"]
    /// Nothing to refuse or to warn of.
    static let sound: [String] = []
    /// Nothing in the ledger arbitrates between a grant and a late webhook.
    static let unguarded = ["warning guard"]
}

extension CorpusLedger {
    /// What is said of it.
    public var reading: CorpusReading? { Self.readings[name] }

    /// All of them by the ledger's name.
    public static let readings = [
        presetReadings, identityReadings, answerReadings, misbehavingReadings, notCallableReadings, unitReadings,
        logReadings,
    ].reduce(into: [:]) { all, group in all.merge(group) { first, _ in first } }
}
