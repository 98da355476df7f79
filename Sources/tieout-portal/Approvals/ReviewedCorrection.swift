import PostgresLedger
import Reconciliation
import Reports

/// One correction of a plan as an approver sees it: what would be done, why it waits, and what was said of it.
struct ReviewedCorrection {
    let entry: PlanDocument.Entry
    /// The decision on it in this plan; nil while there is none.
    let decision: RecordedDecision?
    /// Its posting since the run began; nil while it was not posted.
    let posting: RecordedDecision.Posting?

    /// Whether anybody can still decide on it.
    var isOpen: Bool { decision == nil && posting == nil }

    /// What it is called in a form.
    var name: String { entry.fingerprint }

    /// What would be done, in words.
    var action: String {
        switch entry.action {
        case .grant: "give \(credits)"
        case .takeBack: "take back \(credits)"
        default: entry.action.rawValue.replacing("_", with: " ")
        }
    }

    /// What became of it since the plan was made, in words with their tone.
    var standing: (words: String, tone: Tone) {
        if posting != nil { return ("posted", .good) }
        guard let decision else {
            return entry.holdReason == nil ? ("allowed", .neutral) : ("held", .attention)
        }
        switch decision.verdict {
        case .declined: return ("declined", .bad)
        case .approved: return decision.posting == nil ? ("approved", .good) : ("posted", .good)
        }
    }

    /// What was paid, in major units; empty where nothing was.
    var paid: String {
        entry.currency.flatMap { currency in
            entry.amountMinor.map { Money(minorUnits: $0, currency).description }
        } ?? ""
    }

    /// Why it waits, and whether an approval can lift that.
    var whyItWaits: String {
        guard let reason = entry.holdReason else { return "" }
        let sentence = entry.reason ?? reason.sentence
        return reason.mayBeLifted ? sentence : "\(sentence) (an approval does not lift this)"
    }

    private var credits: String { entry.credits.map { Verdict.counted(Int($0), "credit") } ?? "credits" }

    /// The corrections of a plan with what was said of each; those that wait for a person come first.
    static func all(
        of plan: PlanDocument,
        _ decisions: [RecordedDecision],
        _ postings: [String: RecordedDecision.Posting]
    ) -> [ReviewedCorrection] {
        let known = Dictionary(decisions.map { ($0.fingerprint, $0) }, uniquingKeysWith: { first, _ in first })
        let all = plan.corrections.map { entry in
            let decision = known[entry.fingerprint]
            return ReviewedCorrection(
                entry: entry,
                decision: decision,
                posting: decision?.posting ?? postings[entry.fingerprint]
            )
        }
        return all.filter { $0.entry.holdReason != nil } + all.filter { $0.entry.holdReason == nil }
    }
}
