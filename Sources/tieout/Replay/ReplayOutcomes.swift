import PostgresLedger
import Reconciliation
import StripeAPI

/// What became of one event.
struct ReplayedEvent {
    /// What it came to.
    enum Fate {
        /// It would be sent; nothing was.
        case planned
        /// It was sent, and that is what the endpoint made of it.
        case sent(EventAnswer, milliseconds: Int64)
        /// It is not sent, and why.
        case skipped(ReplaySkip)
        /// It would have been sent, had the replay not stopped before.
        case notTried
    }

    let event: ListedEvent
    let fate: Fate
    /// The version it is rendered in; nil where it was not read.
    var apiVersion: String?
    /// Why what became of it could not be written down; nil where it was.
    var failure: Failure?
}

/// The events of a replay, counted.
struct ReplayTally {
    private(set) var delivered = 0
    private(set) var failed = 0
    private(set) var planned = 0
    private(set) var skipped = 0
    private(set) var notTried = 0
    /// Answers in a row that were no 2xx.
    private(set) var failuresInARow = 0

    mutating func count(_ replayed: ReplayedEvent) {
        switch replayed.fate {
        case .planned: planned += 1
        case .skipped: skipped += 1
        case .notTried: notTried += 1
        case .sent(let answer, _) where answer.isDelivered:
            delivered += 1
            failuresInARow = 0
        case .sent:
            failed += 1
            failuresInARow += 1
        }
    }
}

extension EventAnswer {
    /// The answer as the books have it.
    var outcome: ReplayOutcome {
        switch self {
        case .answered where isDelivered: .delivered
        case .answered where isRedirect: .redirected
        case .answered: .refused
        case .timedOut: .timedOut
        case .broken: .broken
        case .unreachable: .unreachable
        }
    }

    /// The HTTP status; nil where there was no answer.
    var status: Int? {
        if case .answered(let status, _) = self { return status }
        return nil
    }

    /// The beginning of what the endpoint said, or why it said nothing: without secrets, on one line.
    var said: String {
        let text =
            switch self {
            case .answered(_, let start): start
            case .timedOut(let reason), .broken(let reason), .unreachable(let reason): reason
            }
        return Blotting.ofThisProcess.blottedByForm(text).printable.replacing("\n", with: " ")
    }

    /// Whether the endpoint was not reached at all, or does not answer: no answer, no status.
    var isSilence: Bool { status == nil }
}
