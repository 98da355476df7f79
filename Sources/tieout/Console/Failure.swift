/// A failure as its reader sees it: what happened and where, what to do about it, and the exit status.
struct Failure: Error, CustomStringConvertible {
    /// The exit status.
    let status: ExitStatus
    /// What happened and where, in one sentence without secrets.
    let sentence: String
    /// What to do, in one sentence; nil where the sentence says it all.
    let advice: String?
    /// Stripe's `Request-Id` of the answer that it is about, which Stripe's support asks for.
    var requestID: String?
    /// The run that ended so, once there is one.
    var run: String?

    init(_ status: ExitStatus, _ sentence: String, advice: String? = nil) {
        self.status = status
        self.sentence = sentence
        self.advice = advice
    }

    /// What a log line has beside the sentence.
    var logged: [String: String] {
        var pairs = ["error.code": "\(status.rawValue)"]
        pairs["advice"] = advice
        pairs["request_id"] = requestID
        pairs["run_id"] = run
        return pairs
    }

    var description: String { advice.map { "\(sentence)\n  \($0)" } ?? sentence }
}
