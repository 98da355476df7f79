import HTTPTransport
import Reconciliation
import Synchronization

/// Reads a Stripe account; never writes to it.
public final class StripeClient: Sendable {
    /// How the account is reached.
    public let configuration: StripeConfiguration

    let transport: HTTPTransport
    let clock: any RequestClock
    let budget: RequestBudget
    private let chance: @Sendable () -> Double
    private let tally = Mutex(RequestUsage())
    private let decoders: [RecordKind: RecordDecoder]

    /// A client of that account.
    ///
    /// - Parameters:
    ///   - clock: where time comes from.
    ///   - chance: numbers from 0 to 1, which spread repetitions in time.
    public init(
        _ configuration: StripeConfiguration,
        clock: any RequestClock = SystemRequestClock(),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.configuration = configuration
        self.clock = clock
        self.chance = chance
        transport = HTTPTransport(configuration.transport)
        budget = RequestBudget(configuration.rates, longestHold: configuration.retries.longestRetryAfter)
        decoders = Dictionary(uniqueKeysWithValues: RecordKind.allCases.map { ($0, RecordDecoder($0)) })
    }

    /// What was asked of Stripe so far.
    public var usage: RequestUsage { tally.withLock { $0 } }

    /// Reads a whole list, newest first, page by page; the next page is asked for while one is delivered.
    ///
    /// - Parameters:
    ///   - created: the half-open span of `created`; nil for all time.
    ///   - filters: what narrows the list further.
    /// - Throws: ``StripeError`` when the list could not be read to its end, and whatever `deliver` throws.
    public func list(
        _ kind: RecordKind,
        created: Range<Instant>? = nil,
        filters: [ListFilter] = [],
        deliver: (RecordPage) async throws -> Void
    ) async throws {
        let slice = ListSlice(kind, created: created, filters: filters)
        var listing = ParallelListing([slice], client: self, readersPerList: 1)
        try await listing.run { try await deliver($0.page) }
    }

    /// Reads one object by its id; nil when the account has none of that id (404, `resource_missing`).
    public func retrieve(_ kind: RecordKind, id: String) async throws(StripeError) -> RecordPage? {
        do {
            return try await read(StripeRequest(kind, id: id), by: decoder(kind))
        } catch .refused(let answer) where answer.isMissingObject {
            return nil
        }
    }

    /// Reads the checkout sessions of a payment intent: one, or none for a payment that did not come through Checkout.
    public func checkoutSessions(paymentIntent id: String) async throws(StripeError) -> RecordPage {
        let slice = ListSlice(.checkoutSession, filters: [.paymentIntent(id)])
        return try await read(StripeRequest(slice, limit: configuration.pageLimit), by: decoder(.checkoutSession))
    }

    /// Reads the newest page of a list, and no more of it.
    public func firstPage(
        of kind: RecordKind,
        created: Range<Instant>,
        filters: [ListFilter] = []
    ) async throws(StripeError) -> RecordPage {
        let slice = ListSlice(kind, created: created, filters: filters)
        return try await read(StripeRequest(slice, limit: configuration.pageLimit), by: decoder(kind))
    }

    /// Tries whether the key can read a kind, with one request for one object.
    public func probe(_ kind: RecordKind) async -> ProbeResult {
        do {
            _ = try await read(StripeRequest(ListSlice(kind), limit: 1), by: decoder(kind))
            return .readable
        } catch {
            return .failed(error)
        }
    }

    func decoder(_ kind: RecordKind) -> RecordDecoder { decoders[kind] ?? RecordDecoder(kind) }

    // MARK: What a request leaves behind

    func count(_ request: StripeRequest, status: Int?, bytes: Int) {
        tally.withLock { usage in
            usage.requests[.init(endpoint: request.endpoint, status: status), default: 0] += 1
            usage.bytes += bytes
        }
    }

    func noteDate(of response: HTTPResponse) {
        let now = clock.now
        tally.withLock { usage in
            guard usage.clockSkew == nil, let date = response.headers["Date"].flatMap(Instant.init(httpDate:)) else {
                return
            }
            usage.clockSkew = now - date
        }
    }

    /// Counts a repetition; false when the run has none left and it is not for rate limiting.
    func mayRepeat(after failure: AttemptFailure) -> Bool {
        tally.withLock { usage in
            if failure.persistence == .transient {
                guard usage.repetitions < configuration.retries.repetitionsPerRun else { return false }
            }
            usage.repetitions += 1
            return true
        }
    }

    func drawChance() -> Double { chance() }
}

/// Whether the key can read a kind.
public enum ProbeResult: Sendable, Hashable {
    /// It can.
    case readable
    /// It cannot, and why.
    case failed(StripeError)
}
