/// A step of a run that a test can stop the program at.
///
/// Builds for release have none of it: ``reached(_:)`` is empty there.
public enum Step: CaseIterable, Hashable, Sendable {
    // A run.
    case leaseTaken, preflightPassed, runBegun
    case pageStaged, collected, found, planned
    case posted, foundAgain, closed, accounted
    case reportWritten, reportPublished, runEnded, watermarkMoved, leaseReleased
    // Any transaction: before COMMIT, after it was sent and before its answer is read, after that.
    case committing, commitSent, committed
    // The transaction of a grant.
    case granting, sessionLocked, claimed, balanceLocked, lookedAgain, called, effectChecked, purchaseRecorded,
        correctionRecorded
    // A grant or take-back is over, whatever became of it.
    case settled
    // The transaction of a batch of log rows and statuses.
    case batchWritten
}

extension Step {
    /// Whether anybody listens; never in builds for release.
    @inlinable @inline(__always)
    public static var areHeard: Bool {
        #if DEBUG
            StepReport.isHeard
        #else
            false
        #endif
    }

    /// Says that the program is there, and with which of its objects where it does the same with many.
    @inlinable @inline(__always)
    public static func reached(_ step: Step, of object: @autoclosure () -> String = "") {
        #if DEBUG
            StepReport.send(step, object())
        #endif
    }
}
