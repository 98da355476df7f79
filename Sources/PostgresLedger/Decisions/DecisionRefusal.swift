import Reconciliation

/// Why a decision is not recorded; nothing of it was kept.
public enum DecisionRefusal: Hashable, Sendable {
    /// The approver has no name, one that is too long, or one with control characters.
    case noName
    /// There is no reason, it is too long, or it has control characters.
    case noReason
    /// No correction is decided.
    case nothing
    /// The books know no such run.
    case unknownRun(RunID)
    /// The run published no plan.
    case noPlan(RunID)
    /// The run published a plan of another hash.
    case otherPlan(RunID)
    /// The plan is older than one that may be approved.
    case tooOld(RunID, since: Instant)
    /// The approver made the plan.
    case maker(String)
    /// A correction of this plan was decided before.
    case alreadyDecided(stripeID: String, by: String, verdict: PlanDecision.Verdict)
    /// It was declined in another run's plan after the run of this one had begun: this plan does not show the decline.
    case declinedSince(stripeID: String, by: String, in: RunID, at: Instant)
    /// It was posted after the plan's run had begun.
    case alreadyPosted(stripeID: String, in: String, at: Instant)

    /// The refusal in one sentence.
    public var sentence: String {
        switch self {
        case .noName: "whoever decides needs a name: at most \(PersonName.mostCharacters) characters on one line"
        case .noReason:
            "a decision needs a reason: at most \(PlanDecision.mostReasonCharacters) characters on one line"
        case .nothing: "no correction was chosen"
        case .unknownRun(let run): "this ledger knows no run \(run)"
        case .noPlan(let run): "run \(run) did not come to the end at which its plan is published"
        case .otherPlan(let run): "the plan that was reviewed is not the one that run \(run) published"
        case .tooOld(let run, let instant):
            "the plan of run \(run) is of \(instant), which is longer ago than a plan may be approved"
        case .maker(let name): "\(name) made the plan and cannot decide on it"
        case .alreadyDecided(let stripeID, let name, let verdict):
            "the correction of \(stripeID) in this plan was \(verdict.rawValue) by \(name) already"
        case .declinedSince(let stripeID, let name, let run, let instant):
            "the correction of \(stripeID) was declined by \(name) on \(instant), in the plan of run \(run), which this plan"
                + " does not show"
        case .alreadyPosted(let stripeID, let run, let instant):
            "the correction of \(stripeID) was posted on \(instant) by run \(run) already"
        }
    }

    /// What whoever decides can do.
    public var advice: String {
        switch self {
        case .noName: "Give the name that is to stand beside the corrections."
        case .noReason: "Say in a sentence why."
        case .nothing: "Choose at least one correction of the plan."
        case .unknownRun: "Check that reports and database belong together."
        case .noPlan: "Decide on the plan of a run that came to its end."
        case .otherPlan: "Review the plan.json in that run's own folder."
        case .tooOld: "Approve the plan of a newer run, which shows what it is now."
        case .maker: "Have another person review the plan and decide."
        case .alreadyDecided: "What was decided stays. The plan of a later run can be decided anew."
        case .declinedSince: "Approve the plan of a run that began after it was declined."
        case .alreadyPosted: "Leave it out: what is posted is not decided any more."
        }
    }
}

/// Why recording a decision failed.
public enum DecisionError: Error, Hashable, Sendable {
    /// It may not be recorded.
    case refused(DecisionRefusal)
    /// The database did not do it. After ``PostgresError/commitOutcomeUnknown(message:)`` it may have been kept all the same:
    /// ``PostgresLedger/decisions(of:)`` tells.
    case database(PostgresError)
}
