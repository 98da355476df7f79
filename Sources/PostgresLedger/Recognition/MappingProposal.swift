/// The mapping that fits a database as far as its catalog tells, and how sure that is.
public struct MappingProposal: Hashable, Sendable {
    /// The ledger that it is by name, if it is one of those.
    public var preset: LedgerPreset?
    /// What was recognised; what was not is not mapped.
    public var mapping: LedgerMapping
    /// How each part was recognised: tables in the order of ``LedgerView``, then the function.
    public var parts: [RecognisedPart]
    /// What a person has to decide or finish, one sentence each.
    public var questions: [String]
    /// What is worth knowing of what was left out or is not sure, one sentence each.
    public var remarks: [String]
    /// Why corrections could be planned and not posted with this mapping; nil where they can be posted.
    public var obstacle: PostingObstacle?

    /// Whether the mapping works as it is, with nothing to edit.
    public var isComplete: Bool { questions.isEmpty && obstacle == nil }
    /// Whether nothing of a credit ledger was recognised.
    public var isEmpty: Bool { mapping.tables.keys.allSatisfy { $0 == .user } && mapping.function == nil }
}

/// A part of the mapping and how it was recognised.
public struct RecognisedPart: Hashable, Sendable {
    /// What it is for.
    public enum Purpose: Hashable, Sendable {
        case table(LedgerView)
        case function
    }

    /// How sure it is.
    public enum Confidence: String, Sendable {
        /// It is known by name, with all of its columns.
        case certain
        /// Name, columns and types speak for it, and nothing else comes close.
        case likely
        /// It fits, and so does something else, or little speaks for it.
        case unsure
    }

    /// What it is for.
    public var purpose: Purpose
    /// The table's or function's name, with its schema.
    public var name: String
    /// How sure it is.
    public var confidence: Confidence
    /// What else would fit nearly as well.
    public var alternatives: [String]

    /// A part of that name.
    public init(_ purpose: Purpose, _ name: String, _ confidence: Confidence, alternatives: [String] = []) {
        self.purpose = purpose
        self.name = name
        self.confidence = confidence
        self.alternatives = alternatives
    }
}

/// What keeps a ledger from being posted to.
public enum PostingObstacle: Hashable, Sendable {
    /// No movement and no purchase carries a Stripe id, so that every sale of the past would look missed.
    case noEvidence
    /// No function is recognised that could be called to grant.
    case noFunction
    /// Neither a balance nor a journal shows what a call did.
    case noBalance

    /// In one sentence.
    public var sentence: String {
        switch self {
        case .noEvidence:
            "No movement and no purchase of this ledger carries a Stripe id, so every sale of the past would look missed:"
                + " Tieout plans and never posts."
        case .noFunction: "There is no function that grants credits and can be called: Tieout plans and never posts."
        case .noBalance: "Nothing shows a buyer's balance, so no grant could be checked: Tieout plans and never posts."
        }
    }
}

extension LedgerMapping {
    /// What keeps the ledger from being posted to; nil when nothing does.
    public var postingObstacle: PostingObstacle? {
        if evidence.isEmpty { return .noEvidence }
        if function == nil { return .noFunction }
        if balance == .column, tables[.balance] == nil { return .noBalance }
        return nil
    }
}
