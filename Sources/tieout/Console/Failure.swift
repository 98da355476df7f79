/// A failure as its reader sees it: what happened and where, what to do about it, and the exit status.
struct Failure: Error, CustomStringConvertible {
    /// The exit status.
    let status: ExitStatus
    /// What happened and where, in one sentence without secrets.
    let sentence: String
    /// What to do, in one sentence; nil where the sentence says it all.
    let advice: String?

    init(_ status: ExitStatus, _ sentence: String, advice: String? = nil) {
        self.status = status
        self.sentence = sentence
        self.advice = advice
    }

    var description: String { advice.map { "\(sentence)\n  \($0)" } ?? sentence }
}
