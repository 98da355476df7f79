import Reconciliation
import StripeSimulator
import Synchronization
import Testing

@testable import StripeAPI

/// Several lists read at once, by several readers each: what goes wrong with any one request changes nothing of what is
/// delivered, or is said; and what had been delivered by then is enough to go on from.
@Suite struct WholeCollectionTests {
    static let month = SalesMonth(seed: 3, ending: 1_764_000_000, sessions: 80)
    static let kinds: [RecordKind] = [.charge, .checkoutSession, .refund]
    static let pages = 16

    static let passing: [Fault] = [
        .status(500), .status(409), .status(429),
        .status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate", "Retry-After": "2"]),
        .status(429, headers: ["Stripe-Rate-Limited-Reason": "global-concurrency"]),
        .truncated(after: 0), .truncated(after: 3_000), .emptyBody, .html, .wrongLength(by: 100),
        .wrongLength(by: -100), .reset(after: 0), .reset(after: 3_000), .repeatedPage, .backwardPage, .hasMore(true),
        .hasMore(false), .missingCursor, .deepJSON(levels: 100_000), .hugeObject(bytes: 10_000),
    ]

    @Test(arguments: passing) func aFaultThatPassesChangesNothing(fault: Fault) async throws {
        for position in 1...Self.pages {
            let account = try AccountOnThisMachine(Self.month.account, pageLimit: 12) {
                $0.number == position ? fault : nil
            }

            let collected = try await Collected(account.client)

            #expect(collected.duplicates.isEmpty, "\(fault) at request \(position)")
            #expect(collected.ids.symmetricDifference(Self.truth) == [], "\(fault) at request \(position)")
        }
    }

    static let staying: [Fault] = [
        .status(500), .status(401), .status(403), .status(429), .truncated(after: 3_000), .emptyBody, .html,
        .reset(after: 3_000), .repeatedPage, .backwardPage, .deepJSON(levels: 100_000),
    ]

    @Test(arguments: staying) func aFaultThatStaysIsSaidAndWhatWasReadIsNotReadAgain(fault: Fault) async throws {
        for position in [1, 2, 3, 5, 8, 13] {
            let faulty = try AccountOnThisMachine(Self.month.account, pageLimit: 12) {
                $0.number >= position ? fault : nil
            }
            let untouched = try AccountOnThisMachine(Self.month.account, pageLimit: 12)

            let first = await Collected.untilFailure(faulty.client)
            let rest = try await Collected(untouched.client, after: first.progress)

            // A first page that repeats is the first page: then there is no second in some orders of arrival.
            if position > 1, fault != .repeatedPage, fault != .backwardPage { #expect(first.error != nil) }
            let difference = first.ids.union(rest.ids).symmetricDifference(Self.truth)
            #expect(difference == [], "\(fault) from request \(position) on")
            #expect(first.ids.isDisjoint(with: rest.ids), "\(fault) from request \(position) on")
        }
    }

    @Test func aKeyThatIsRevokedMeanwhileIsNamed() async throws {
        let account = try AccountOnThisMachine(Self.month.account, pageLimit: 12) {
            $0.number > 4 ? .status(401) : nil
        }

        let error = await Collected.untilFailure(account.client).error

        guard case .invalidKey = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test func tooManyRequestsForMoreThanTenMinutesEndIt() async throws {
        let account = try AccountOnThisMachine(Self.month.account, pageLimit: 12) {
            $0.number > 4 ? .status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate"]) : nil
        }

        let error = await Collected.untilFailure(account.client).error

        #expect(error?.isOutage == true)
        #expect(account.clock.elapsed >= .seconds(600))
    }

    @Test(arguments: UInt64(1)...8) func aStormOfRefusalsIsSatOut(seed: UInt64) async throws {
        let storm = try FaultSchedule(["rate-limited:30%"], seed: seed)
        let account = try AccountOnThisMachine(Self.month.account, pageLimit: 12) { storm.fault(for: $0) }

        #expect(try await Collected(account.client).ids.symmetricDifference(Self.truth) == [])
    }

    @Test(arguments: UInt64(1)...20) func noReadersPagesOrNewSalesChangeWhatIsRead(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let account = try AccountOnThisMachine(Self.month.account, pageLimit: .random(in: 3...100, using: &random))
        let readers = Int.random(in: 1...9, using: &random)
        let sales = account.server.account
        // A sale makes objects at several moments around its own.
        let outside = [Collected.span.lowerBound - .day, Collected.span.upperBound + .day].map(\.secondsSinceEpoch)

        let collected = try await Collected(account.client, readers: readers) { page in
            guard page % 3 == 0 else { return }
            sales.update { account in
                for (number, time) in outside.enumerated() {
                    account.addSale("new_\(page)_\(number)", of: 500, at: time)
                }
            }
        }

        #expect(collected.duplicates.isEmpty, "seed \(seed)")
        #expect(collected.ids.symmetricDifference(Self.truth) == [], "seed \(seed), \(readers) readers")
    }

    /// Everything in the span, by the account itself.
    private static let truth: Set<String> = {
        let (account, span) = (month.account, Collected.span)
        let inSpan = { (created: Int64) in span.contains(Instant(secondsSinceEpoch: created)) }
        return Set(account.charges.filter { inSpan($0.created) }.map(\.id))
            .union(account.checkoutSessions.filter { inSpan($0.created) }.map(\.id))
            .union(account.refunds.filter { inSpan($0.created) }.map(\.id))
    }()
}

/// What a collection delivered, and how far it had come.
private struct Collected {
    static let span =
        Instant(secondsSinceEpoch: 1_764_000_000 - 25 * 86_400)..<Instant(secondsSinceEpoch: 1_764_000_000 - 3_600)

    private(set) var ids: Set<String> = []
    private(set) var duplicates: [String] = []
    private(set) var progress: [SliceProgress] = []
    private(set) var error: StripeError?

    /// Reads everything.
    init(
        _ client: StripeClient,
        readers: Int = 4,
        after stored: [SliceProgress] = [],
        meanwhile: (Int) -> Void = { _ in }
    ) async throws {
        try await read(client, readers: readers, after: stored, meanwhile: meanwhile)
    }

    private init() {}

    /// Reads until it fails.
    static func untilFailure(_ client: StripeClient) async -> Collected {
        var collected = Collected()
        do {
            try await collected.read(client, readers: 4, after: [])
        } catch {
            collected.error = error as? StripeError
        }
        return collected
    }

    private mutating func read(
        _ client: StripeClient,
        readers: Int,
        after stored: [SliceProgress],
        meanwhile: (Int) -> Void = { _ in }
    ) async throws {
        let slices = WholeCollectionTests.kinds.flatMap { kind in
            ListSlice.remaining(
                of: kind,
                created: Self.span,
                filters: [],
                stored: stored.filter { $0.kind == kind }
            )
        }
        var listing = ParallelListing(slices, client: client, readersPerList: readers)
        var pages = 0
        var delivered = Collected()
        defer { self = delivered }
        try await listing.run { listed in
            for row in 0..<listed.page.count {
                let id = listed.page.id(row: row)
                if !delivered.ids.insert(id).inserted { delivered.duplicates.append(id) }
            }
            for progress in listed.progress {
                delivered.progress.removeAll { $0.number == progress.number }
                delivered.progress.append(progress)
            }
            pages += 1
            meanwhile(pages)
        }
    }
}
