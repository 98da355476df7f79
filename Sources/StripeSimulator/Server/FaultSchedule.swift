/// Faults by specification, for a command line: `NAME[=VALUE][@PATH][:WHEN]`.
///
/// `429:10%` refuses one request in ten, `truncated=500@charges:3` cuts the third page of charges after 500 bytes,
/// `401:20+` revokes the key with the twentieth request, `rate-limited:600s` refuses for ten minutes, and `stall` never
/// finishes any answer. Which requests a rate hits follows from the seed and the request's number alone.
public struct FaultSchedule: Sendable {
    struct Entry: Sendable {
        var fault: Fault
        var path: String?
        var timing: Timing
    }

    enum Timing: Sendable {
        case always
        case nth(Int)
        case from(Int)
        case firstSeconds(Int64)
        case perMille(Int)
    }

    /// The names that a specification may have besides a status such as `503`, with the value each takes.
    public static let names = [
        "rate-limited", "truncated=BYTES", "empty", "html", "wrong-length=DIFFERENCE", "reset=BYTES", "stall=BYTES",
        "drip=BYTES_PER_SECOND", "repeated-page", "backward-page", "has-more=true|false", "missing-cursor",
        "huge=BYTES", "deep=LEVELS",
    ]

    private let entries: [Entry]
    private let seed: UInt64

    /// Reads specifications; the first that applies to a request decides.
    ///
    /// - Throws: `FaultSpecificationError` naming the specification and what is wrong with it.
    public init(_ specifications: [String], seed: UInt64 = 1) throws(FaultSpecificationError) {
        var entries: [Entry] = []
        for specification in specifications { entries.append(try Self.entry(specification)) }
        self.entries = entries
        self.seed = seed
    }

    /// The fault that befalls a request, if any; fit for `Server.Options.fault`.
    public func fault(for request: RequestDescription) -> Fault? {
        entries.enumerated().first { applies($0.element, at: $0.offset, to: request) }?.element.fault
    }

    private func applies(_ entry: Entry, at place: Int, to request: RequestDescription) -> Bool {
        if let path = entry.path, request.path != path { return false }
        switch entry.timing {
        case .always: return true
        case .nth(let number): return number == (entry.path == nil ? request.number : request.numberOnPath)
        case .from(let number): return number <= (entry.path == nil ? request.number : request.numberOnPath)
        case .firstSeconds(let seconds): return request.seconds < seconds
        case .perMille(let rate):
            var random = SplitMix64(seed: seed &+ UInt64(request.number) &* 31 &+ UInt64(place))
            return random.chance(perMille: rate)
        }
    }
}

/// A fault specification that cannot be read.
public struct FaultSpecificationError: Error, Equatable, CustomStringConvertible {
    /// The specification as it was given.
    public let specification: String
    /// What is wrong with it.
    public let problem: String

    /// Specification and problem in a sentence.
    public var description: String { "fault \"\(specification)\": \(problem)" }
}
