import Foundation
import HTTPTransport

/// The public keys of the application's project, fetched when they are needed and kept for a while.
actor ProjectKeys {
    /// For how long they are used without asking again, in seconds.
    static let freshness = 600.0
    /// For how long they are used while the project is out of reach, in seconds.
    static let staleness = 3600.0
    /// How much lies between two fetches for keys that are not known, in seconds.
    static let pause = 60.0
    /// How much lies between a fetch that failed and the next, in seconds.
    static let pauseAfterFailure = 10.0

    private let url: String
    private let transport: HTTPTransport
    private var keys: [TokenKey] = []
    private var fetchedAt: Date?
    private var triedAt: Date?
    private var lastFault = "the keys were never fetched"
    private var fetching: Task<Void, Never>?

    init(url: String, transport: HTTPTransport) {
        self.url = url
        self.transport = transport
    }

    /// The key that a token names; where it names none, the only key of its algorithm. Nil where there is no such key.
    ///
    /// - Throws: ``SignInRefusal/unavailable(_:)`` when the project is out of reach and was so for an hour.
    func key(for token: AccessToken, now: Date) async throws(SignInRefusal) -> TokenKey? {
        if !isWithin(Self.freshness, of: fetchedAt, now) { await fetch(now, unlessTriedWithin: Self.pauseAfterFailure) }
        guard isWithin(Self.staleness, of: fetchedAt, now) else { throw .unavailable(lastFault) }
        if let key = known(token) { return key }
        // A key that was made a moment ago; asked for rarely, or anybody could have the project asked at will.
        await fetch(now, unlessTriedWithin: Self.pause)
        return known(token)
    }

    private func known(_ token: AccessToken) -> TokenKey? {
        let fitting = keys.filter { $0.algorithm == token.algorithm && (token.keyID == nil || $0.id == token.keyID) }
        return fitting.count == 1 ? fitting[0] : nil
    }

    /// Whether that was so many seconds ago at most; a clock that was set back counts as longer.
    private func isWithin(_ seconds: Double, of moment: Date?, _ now: Date) -> Bool {
        guard let moment else { return false }
        return (0..<seconds).contains(now.timeIntervalSince(moment))
    }

    /// Fetches once, however many ask at that time, and not again before a pause is over.
    private func fetch(_ now: Date, unlessTriedWithin pause: Double) async {
        if let fetching {
            await fetching.value
            return
        }
        guard !isWithin(pause, of: triedAt, now) else { return }
        triedAt = now
        // The task takes the keys over itself: whoever waits for it finds them there.
        let task = Task { take(await Self.fetched(url, over: transport), now) }
        fetching = task
        await task.value
    }

    private func take(_ outcome: Result<[TokenKey], Fault>, _ now: Date) {
        fetching = nil
        switch outcome {
        case .success(let fetched): (keys, fetchedAt) = (fetched, now)
        case .failure(let fault): lastFault = fault.sentence
        }
    }

    private static func fetched(_ url: String, over transport: HTTPTransport) async -> Result<[TokenKey], Fault> {
        let answer: HTTPResponse
        do {
            answer = try await transport.perform(HTTPRequest(url: url, headers: [.init("Accept", "application/json")]))
        } catch {
            return .failure(Fault(sentence: "the project's keys cannot be fetched: \(error)"))
        }
        guard answer.status == 200 else {
            return .failure(Fault(sentence: "the project's keys cannot be fetched: status \(answer.status)"))
        }
        guard let published = PublishedKey.all(in: answer.body), published.count <= 100 else {
            return .failure(Fault(sentence: "the project's keys cannot be fetched: the answer is no set of keys"))
        }
        var keys: [TokenKey] = []
        for key in published {
            if let key = await TokenKey(key) { keys.append(key) }
        }
        return .success(keys)
    }

    private struct Fault: Error { let sentence: String }
}
