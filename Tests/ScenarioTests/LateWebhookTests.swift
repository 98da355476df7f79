import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// Without the guard a grant waits until no webhook can come any more: every granting event was delivered, or 72 hours
/// have passed since the later of its latest granting event and the night on which it was first seen paid.
@Suite struct LateWebhookTests {
    private static let evening = Instant(secondsSinceEpoch: Books.noon + 14 * 3_600)

    /// The sale of noon whose event still waits to be delivered, after so many hours.
    private func night(_ books: Books, afterHours hours: Int64 = 0, applies: Bool = true) async throws -> Night {
        try await books.night(applies: applies, at: Self.evening + hours * .hour, guarded: false)
    }

    /// Books with a sale that was not granted, and what became of the event that says so.
    private func books(_ change: @Sendable (inout StripeAccount, String) -> Void) async throws -> Books {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { account in change(&account, sale.events[2]) }
        return books
    }

    @Test func aSaleWhoseEventsWereDeliveredIsGrantedAtOnce() async throws {
        let night = try await night(try await books { $0.events[$1].pendingWebhooks = 0 })
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.posted.first?.protection == .eventsDelivered)
    }

    @Test func aSaleWhoseEventIsPendingWaitsForThreeDays() async throws {
        let books = try await books { $0.events[$1].pendingWebhooks = 1 }
        let first = try await night(books)
        #expect(first.granted == [])
        #expect(first.plan.held.map(\.reason) == [.lateWebhook])
        #expect(first.plan.corrections.compactMap(\.freeAt) == [Self.evening + 72 * .hour])
        // A plan by itself has seen it as well.
        #expect(try await night(books, afterHours: 71, applies: false).plan.held.map(\.reason) == [.lateWebhook])
        let fourth = try await night(books, afterHours: 72)
        #expect(fourth.granted == ["cs_test_A 50"])
        #expect(fourth.posted.first?.protection == .timePassed)
        // What was granted needs no watching.
        #expect(try books.lines("SELECT stripe_id AS line FROM tieout.first_paid") == [])
    }

    /// Stripe may have failed to make the event at all: not found proves nothing.
    @Test func aSaleWithoutAnEventWaits() async throws {
        let books = try await books { $0.events.remove($1) }
        #expect(try await night(books).plan.held.map(\.reason) == [.lateWebhook])
    }

    /// The event that completed the session said unpaid; the one that says the payment came is what grants.
    @Test func ofADelayedPaymentTheEventThatSaysPaidCounts() async throws {
        let books = try await books { account, event in
            guard case .checkoutSession(var session) = account.events[event].object else { return }
            session.paymentStatus = "unpaid"
            account.events[event].object = .checkoutSession(session)
        }
        #expect(try await night(books).plan.held.map(\.reason) == [.lateWebhook])
    }
}
