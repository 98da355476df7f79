/// How a run ended.
public enum RunStatus: String, CaseIterable, Sendable, Codable {
    /// It has not ended, or was killed.
    case running
    /// Stripe and ledger agree, or all that differed was corrected.
    case tiedOut = "tied_out"
    /// Findings above info or held corrections wait for a person.
    case differences
    /// Some corrections failed.
    case partlyCorrected = "partly_corrected"
    /// An invariant is broken.
    case broken
    /// It could not finish; nothing that needs the missing part was done.
    case incomplete
    /// It failed before it could say anything.
    case failed
    /// A signal stopped it.
    case stopped

    /// The status in the words of the cover and the console.
    public var words: String {
        switch self {
        case .running: "RUNNING"
        case .tiedOut: "TIES OUT"
        case .differences: "DIFFERENCES"
        case .partlyCorrected: "PARTLY CORRECTED"
        case .broken: "INVARIANT BROKEN"
        case .incomplete: "INCOMPLETE"
        case .failed: "FAILED"
        case .stopped: "STOPPED"
        }
    }
}
