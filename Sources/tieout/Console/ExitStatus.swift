import Reconciliation

/// What the program says to the shell when it ends; the numbers above 63 are those of `sysexits.h`.
enum ExitStatus: Int32, CaseIterable {
    /// Stripe and ledger agree, or all that differed was corrected.
    case tiedOut = 0
    /// Failed, or nobody could be told of what was found; nothing is half done; safe to run again.
    case failed = 1
    /// Finished; findings above info or held corrections wait for a person.
    case differences = 2
    /// Finished partly: some corrections failed.
    case partlyCorrected = 3
    /// An invariant is broken: possible double grant, totals that do not tie. Posting stopped.
    case broken = 4
    /// Wrong usage.
    case usage = 64
    /// Stripe or the database is out of reach after retries, or a list could not be completed.
    case unavailable = 69
    /// The report cannot be written.
    case cannotWriteReport = 73
    /// Another run holds the lock.
    case busy = 75
    /// A permission is missing.
    case noPermission = 77
    /// Wrong configuration or schema.
    case configuration = 78
    /// Stopped by SIGINT.
    case interrupted = 130
    /// Stopped by SIGTERM.
    case terminated = 143

    /// Whether a schedule keeps quiet about it: what waits for a person is told by alerts.
    var isQuiet: Bool { self == .tiedOut || self == .differences }

    /// The exit status of a run that ended so.
    init(_ status: RunStatus) {
        self =
            switch status {
            case .tiedOut: .tiedOut
            case .differences: .differences
            case .partlyCorrected: .partlyCorrected
            case .broken: .broken
            case .incomplete: .unavailable
            case .failed, .running, .stopped: .failed
            }
    }
}
