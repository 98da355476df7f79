import HTTPTransport
import LocalPeers
import Reconciliation
import StripeAPI
import Testing

/// Another's Stripe, localstripe, served and paged by its own code: what it lists is read to the end, each once and in order.
@Suite struct LocalStripeTests {
    private struct Listed: Decodable {
        let charges: [String]
        let events: [String]
    }

    private let stripe: StripeClient
    private let listed: Listed
    private let peer: Peer

    init() throws {
        peer = try Peer("localstripe_peer", ["730"])
        listed = try peer.next(Listed.self)
        let base = "http://127.0.0.1:\(peer.port)"
        stripe = StripeClient(try StripeConfiguration(baseURL: base, key: Secret("sk_test_tieout")))
    }

    private func ids(_ kind: RecordKind, created: Range<Instant>? = nil, _ filters: [ListFilter] = []) async throws
        -> [String]
    {
        var ids: [String] = []
        try await stripe.list(kind, created: created, filters: filters) { page in
            ids += (0..<page.count).map(page.id)
        }
        return ids
    }

    /// Pages of a hundred by `starting_after`, with `has_more` at the end of each.
    @Test func chargesAndEventsAreReadToTheEnd() async throws {
        #expect(try await ids(.charge) == listed.charges)
        #expect(try await ids(.event) == listed.events)
        #expect(listed.charges.count == 730)
        #expect(stripe.usage.requests.values.reduce(0, +) == 16, "eight pages each")
    }

    /// Its events know spans of `created` and a type; several readers share the span.
    @Test func aSpanOfEventsIsReadBySeveralReaders() async throws {
        let newest = Instant(secondsSinceEpoch: 1_764_000_000)
        // Three a second, newest first: those of the seconds 20 to 219 before the newest.
        let span = newest - 219..<newest - 19
        let expected = Array(listed.events[60..<660])
        #expect(try await ids(.event, created: span) == expected)
        #expect(
            try await ids(.event, created: span, [.eventType("charge.failed")])
                == expected.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        )

        var listing = ParallelListing([ListSlice(.event, created: span)], client: stripe, readersPerList: 4)
        var read: [String] = []
        try await listing.run { listed in read += (0..<listed.page.count).map(listed.page.id) }
        #expect(read.sorted() == expected.sorted(), "each once")
    }

    @Test func oneEventIsReadWithItsBytes() async throws {
        let event = try #require(try await stripe.event(id: listed.events[1]))
        #expect(event.type == "charge.succeeded")
        #expect(event.pendingWebhooks == 1)
        #expect(event.objectKind == "charge")
        #expect(
            event.bytes.starts(with: Array("{\n  \"api_version\": \"2017-08-15\"".utf8)),
            "as localstripe writes it"
        )
    }
}
