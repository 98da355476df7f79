/// What a check says.
enum Verdict: String {
    /// As it should be.
    case ok
    /// Works, and should be better.
    case warning
    /// A run would refuse.
    case refuse
}

/// The result of one check.
struct Check: Equatable {
    /// What a refusal keeps from happening.
    enum Refusal: Equatable {
        /// Any run: what it found would be wrong.
        case ofRuns(ExitStatus)
        /// Runs that post; others go as far as the plan.
        case ofPosting(ExitStatus)
    }

    /// Which check it is.
    let name: CheckName
    /// What it says.
    let verdict: Verdict
    /// What was seen, in one sentence or part of one.
    let reason: String
    /// What to do, one line each; SQL is ready to be run.
    let remedy: [String]
    /// What a refusal keeps from happening; nil for any other verdict.
    let refusal: Refusal?

    static func ok(_ name: CheckName, _ reason: String) -> Check {
        Check(name: name, verdict: .ok, reason: reason, remedy: [], refusal: nil)
    }

    static func warning(_ name: CheckName, _ reason: String, remedy: String...) -> Check {
        warning(name, reason, remedy: remedy)
    }

    static func warning(_ name: CheckName, _ reason: String, remedy: [String]) -> Check {
        Check(name: name, verdict: .warning, reason: reason, remedy: remedy, refusal: nil)
    }

    static func refuse(_ name: CheckName, _ status: ExitStatus, _ reason: String, remedy: String...) -> Check {
        refuse(name, status, reason, remedy: remedy)
    }

    static func refuse(_ name: CheckName, _ status: ExitStatus, _ reason: String, remedy: [String]) -> Check {
        Check(name: name, verdict: .refuse, reason: reason, remedy: remedy, refusal: .ofRuns(status))
    }

    static func refusePosting(_ name: CheckName, _ status: ExitStatus, _ reason: String, remedy: String...) -> Check {
        Check(name: name, verdict: .refuse, reason: reason, remedy: remedy, refusal: .ofPosting(status))
    }

    static func refuse(_ name: CheckName, _ failure: Failure) -> Check {
        Check(
            name: name,
            verdict: .refuse,
            reason: failure.sentence,
            remedy: [failure.advice].compactMap(\.self),
            refusal: .ofRuns(failure.status)
        )
    }

    /// The exit status of its refusal; nil for any other verdict.
    var status: ExitStatus? {
        switch refusal {
        case .ofRuns(let status), .ofPosting(let status): status
        case nil: nil
        }
    }

    /// The failure that it is for a run that posts, or for one that only plans; nil when such a run may go on.
    func failure(ofRunThatPosts posts: Bool) -> Failure? {
        switch refusal {
        case .ofRuns(let status): failure(status)
        case .ofPosting(let status): posts ? failure(status) : nil
        case nil: nil
        }
    }

    private func failure(_ status: ExitStatus) -> Failure {
        Failure(
            status,
            "\(name.rawValue): \(reason)",
            advice: remedy.isEmpty ? nil : remedy.joined(separator: "\n  ")
        )
    }
}
