import Reconciliation

/// What an approver says of corrections of one run's plan, to be recorded.
public struct PlanDecision: Hashable, Sendable {
    /// What is said.
    public enum Verdict: String, Hashable, Sendable, CaseIterable {
        /// The corrections may be posted, as long as they are what was reviewed.
        case approved
        /// The corrections are not to be posted, as long as they are what was reviewed.
        case declined
    }

    /// A correction that is decided.
    public struct Decided: Hashable, Sendable {
        /// The Stripe object that it is for.
        public var stripeID: String
        /// The finding that it answers.
        public var fingerprint: String
        /// The plan's entry as it was reviewed, as JSON text.
        public var correction: String

        /// The decided correction of those parts.
        public init(stripeID: String, fingerprint: String, correction: String) {
            (self.stripeID, self.fingerprint, self.correction) = (stripeID, fingerprint, correction)
        }
    }

    /// The longest reason, in characters.
    public static let mostReasonCharacters = 1_000

    /// The run whose plan was reviewed.
    public var run: RunID
    /// The plan's hash, which binds the decision to what was reviewed.
    public var planHash: String
    /// What is said.
    public var verdict: Verdict
    /// Who says it.
    public var decidedBy: String
    /// Why, on one line.
    public var reason: String
    /// Of what.
    public var corrections: [Decided]

    /// A decision of those parts.
    public init(
        run: RunID,
        planHash: String,
        verdict: Verdict,
        decidedBy: String,
        reason: String,
        corrections: [Decided]
    ) {
        self.run = run
        self.planHash = planHash
        self.verdict = verdict
        self.decidedBy = decidedBy
        self.reason = reason
        self.corrections = corrections
    }
}
