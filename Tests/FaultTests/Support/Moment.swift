import Failpoints
import Synchronization
import Testing

/// A step of a run, told apart from the same step of other transactions by what came before it.
struct Moment: Sendable, CustomTestStringConvertible {
    let step: Step
    /// It is the first one after this.
    var after: Step?
    /// Which counts only after that.
    var since: Step?

    var testDescription: String { after.map { "\(step) after \($0)" } ?? "\(step)" }

    /// The steps of a COMMIT.
    private static let commit: [Step] = [.committing, .commitSent, .committed]

    /// The moments of the first grant.
    static let ofAGrant: [Moment] = {
        let steps: [Step] = [
            .granting, .sessionLocked, .claimed, .balanceLocked, .lookedAgain, .called, .effectChecked,
            .purchaseRecorded, .correctionRecorded,
        ]
        // The preflight may have tried the function in a transaction like it.
        return steps.map { Moment(step: $0, after: .planned) }
            + commit.map { Moment(step: $0, after: .correctionRecorded, since: .planned) }
    }()

    /// Every step once, and the COMMIT of a grant, of a batch, and of bookkeeping before and after.
    static let all: [Moment] = {
        let steps = ofAGrant.map(\.step)
        let others = Step.allCases.filter { !steps.contains($0) }.map { Moment(step: $0) }
        let owners: [Step] = [.runBegun, .batchWritten, .foundAgain]
        return others + ofAGrant
            + owners.flatMap { owner in commit.map { Moment(step: $0, after: owner) } }
    }()
}

/// Waits for a moment among the steps of a run.
final class Watch: Sendable {
    private let moment: Moment
    private let state: Mutex<State>

    private struct State {
        /// Steps that must come before the moment, the next one first.
        var awaited: [Step]
        var isOver = false
    }

    init(for moment: Moment) {
        self.moment = moment
        state = Mutex(State(awaited: [moment.since, moment.after].compactMap(\.self)))
    }

    /// Whether the moment has come with this step; so once at most.
    func isStruck(by step: Step) -> Bool {
        state.withLock { state in
            if let next = state.awaited.first {
                if step == next { state.awaited.removeFirst() }
                return false
            }
            guard !state.isOver, step == moment.step else { return false }
            state.isOver = true
            return true
        }
    }

    /// Whether the moment came.
    var hasCome: Bool { state.withLock { $0.isOver } }
}
