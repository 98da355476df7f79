/// A way in which the simulated Stripe misbehaves for one request.
public enum Fault: Sendable, Equatable {
    /// Answers with this status and Stripe's envelope; a 429 is a rate limit when its headers say so.
    case status(Int, headers: [String: String] = [:])
    /// Sends this many bytes of the body it announced, then closes.
    case truncated(after: Int)
    /// Status 200 and no body at all.
    case emptyBody
    /// Status 200 and a page for people.
    case html
    /// Announces so many bytes more (or fewer) than it sends, then closes.
    case wrongLength(by: Int)
    /// Resets the connection after this many bytes of the body.
    case reset(after: Int)
    /// Sends this many bytes of the body, then nothing more until the client hangs up or the server stops.
    case stall(after: Int)
    /// Sends the body at this many bytes a second.
    case drip(bytesPerSecond: Int)
    /// Answers every page with the first one, so that paging never ends.
    case repeatedPage
    /// Answers every page but the first with the one before it, so that paging goes back instead of on.
    case backwardPage
    /// Says `has_more` whatever is true.
    case hasMore(Bool)
    /// The cursor's object is gone: 400 for every page but the first.
    case missingCursor
    /// The first object of the page carries a string of this many bytes.
    case hugeObject(bytes: Int)
    /// A body of arrays in arrays, this many deep.
    case deepJSON(levels: Int)
}
