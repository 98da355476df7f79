/// What a check says.
enum Verdict: String {
    /// As it should be.
    case ok
    /// Works, and should be better.
    case warning
    /// A run would refuse to write.
    case refuse
}

/// The result of one named check.
struct Check {
    /// Its name.
    let name: String
    /// What it says.
    let verdict: Verdict
    /// What was seen.
    let reason: String
    /// What to do; nil when all is well.
    let remedy: String?
    /// The exit status of a refusal.
    let status: ExitStatus

    static func ok(_ name: String, _ reason: String) -> Check {
        Check(name: name, verdict: .ok, reason: reason, remedy: nil, status: .tiedOut)
    }

    static func warning(_ name: String, _ reason: String, remedy: String) -> Check {
        Check(name: name, verdict: .warning, reason: reason, remedy: remedy, status: .tiedOut)
    }

    static func refuse(_ name: String, _ status: ExitStatus, _ reason: String, remedy: String? = nil) -> Check {
        Check(name: name, verdict: .refuse, reason: reason, remedy: remedy, status: status)
    }

    /// The failure that a refusal is for a run.
    var failure: Failure? {
        verdict == .refuse ? Failure(status, "\(name): \(reason)", advice: remedy) : nil
    }
}
