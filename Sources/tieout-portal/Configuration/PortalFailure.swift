/// Why a command of the portal did not do what it was asked: what, where, and what to do.
struct PortalFailure: Error, CustomStringConvertible {
    /// The exit status, as `docs/portal.md` lists them.
    enum Status: Int32, Sendable {
        /// It failed, and may be tried again.
        case failed = 1
        /// Wrong usage.
        case usage = 64
        /// A file cannot be written.
        case cannotWrite = 73
        /// A permission is missing.
        case noPermission = 77
        /// Wrong configuration.
        case configuration = 78
    }

    let status: Status
    let sentence: String
    let advice: String?

    init(_ status: Status, _ sentence: String, advice: String? = nil) {
        self.status = status
        self.sentence = sentence
        self.advice = advice
    }

    var description: String { advice.map { "\(sentence)\n  \($0)" } ?? sentence }
}
