import HTTPTypes
import Hummingbird

/// Why a request is not answered as asked: a status, and a sentence for whoever asked that tells nothing of the inside.
struct Refusal: Error {
    let status: HTTPResponse.Status
    let sentence: String
    /// Seconds after which it may be asked again.
    var retryAfter: Int?

    init(_ status: HTTPResponse.Status, _ sentence: String, retryAfter: Int? = nil) {
        self.status = status
        self.sentence = sentence
        self.retryAfter = retryAfter
    }

    static let notSignedIn = Refusal(.unauthorized, "Sign in first.")
    /// The same for a report that never was and for a name that no manifest holds.
    static let notFound = Refusal(.notFound, "There is no such page or file here.")
    /// A file of a report is not what its run published.
    static let notAsPublished = Refusal(
        .internalServerError,
        "This report is not what its run published. Do not rely on it; whoever runs the job finds out more with: tieout verify"
    )
    static let unreadable = Refusal(
        .serviceUnavailable,
        "The reports cannot be read at the moment. Nothing is lost; try again, or tell whoever runs the portal.",
        retryAfter: 60
    )
}
