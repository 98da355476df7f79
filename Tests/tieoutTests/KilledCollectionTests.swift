import Foundation
import PostgresLedger
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// A run that is killed while it collects, at one request or another: the next goes on where it stood, asks for nothing
/// that was stored, and comes to the same result as a run that nobody disturbed.
@Suite struct KilledCollectionTests {
    @Test(arguments: [[12], [33], [40], [18, 14, 9]])
    func aKilledRunGoesOnWhereItStood(kills: [Int]) async throws {
        let night = try await SeededNight(seed: 41, sessions: 700)
        try #require(try night.program.run("migrate", "--ledger").status == 0)
        let stripe = try InterruptedStripe(night.month)
        let (ending, folder) = (night.month.options.ending, night.program.folder)
        let configuration = try folder.write("stripe:\n  rate: 1000\n  rate_per_endpoint: 1000\n", to: "tieout.yaml")
        let program = night.program.with(["STRIPE_API_BASE": stripe.server.baseURL])
        let arguments = [
            "run", "--config", configuration, "--output", "json", "--since", night.since, "--until",
            OneMissedSale.rfc3339(ending),
        ]

        var stored: [StoredSlice] = []
        for requests in kills {
            stripe.interruption.begin(killingAfter: requests)
            let run = try program.start(arguments)
            stripe.interruption.aim(at: run)
            #expect(try run.ending().status == 128 + SIGKILL)
            #expect(stripe.askedAgain(of: stored) == [])
            stored = try StoredSlice.all(in: night.database)
        }
        if kills == [40] { #expect(!stored.isEmpty, "a run that had stored nothing proves nothing") }
        stripe.interruption.begin(killingAfter: .max)
        let resumed = try program.run(arguments)
        #expect(resumed.notes.contains("resumes") == !stored.isEmpty, "\(resumed.notes)")
        #expect(stripe.askedAgain(of: stored) == [])
        let undisturbed = try program.run(arguments)

        #expect(resumed.status == undisturbed.status, "\(resumed.notes)")
        let (left, right) = (try resumed.json(), try undisturbed.json())
        for kind in right.keys("counts") {
            for count in ["fetched", "matched", "found", "excluded"] {
                #expect(left.number("counts.\(kind).\(count)") == right.number("counts.\(kind).\(count)"), "\(kind)")
            }
        }
        #expect(left.keys("findings") == right.keys("findings"))
        for kind in right.keys("findings") {
            #expect(left.number("findings.\(kind)") == right.number("findings.\(kind)"), "\(kind)")
        }
        for line in ["paid", "granted", "unreconciled"] {
            #expect(left.number("tie_out.usd.\(line).count") == right.number("tie_out.usd.\(line).count"))
        }
    }
}

/// What a killed run had stored of a list.
private struct StoredSlice {
    let endpoint: String
    let since: Int64
    /// Everything from here up to `until` had been read.
    let readDownTo: Int64
    let until: Int64

    static func all(in database: TestDatabase) throws -> [StoredSlice] {
        let endpoints = [
            "charge": "charges", "checkout_session": "checkout/sessions", "invoice": "invoices", "refund": "refunds",
            "dispute": "disputes", "payment_intent": "payment_intents", "event": "events",
        ]
        return try database.connect().query(statement).map { row in
            let isComplete = try row.boolean("is_complete")
            let (since, until) = (try row.integer("since"), try row.integer("until"))
            return StoredSlice(
                endpoint: endpoints[try row.text("record_kind")] ?? "",
                since: since,
                readDownTo: isComplete ? since : try row.integer("read_down_to"),
                until: until
            )
        }
    }

    private static let statement: Statement = """
        SELECT record_kind, is_complete,
               extract(epoch FROM since)::bigint AS since,
               extract(epoch FROM until)::bigint AS until,
               coalesce(extract(epoch FROM cursor_created)::bigint + 1, extract(epoch FROM until)::bigint) AS read_down_to
        FROM tieout.slice
        ORDER BY number
        """
}

/// A Stripe that takes its time, and kills the program that asks it in the middle of an answer.
private struct InterruptedStripe {
    let interruption = Interruption()
    let server: Server
    /// When each object was created, which says where a cursor stands.
    private let created: [String: Int64]

    init(_ month: SalesMonth) throws {
        let account = month.account
        let times =
            account.charges.map { ($0.id, $0.created) } + account.checkoutSessions.map { ($0.id, $0.created) }
            + account.invoices.map { ($0.id, $0.created) } + account.refunds.map { ($0.id, $0.created) }
            + account.disputes.map { ($0.id, $0.created) } + account.paymentIntents.map { ($0.id, $0.created) }
            + account.events.map { ($0.id, $0.created) }
        created = Dictionary(uniqueKeysWithValues: times)
        var options = Server.Options()
        // Longer than records wait to be copied, so that a slice has one page at most that is not stored.
        options.latency = 250
        let interruption = interruption
        options.fault = { interruption.pass($0) }
        server = try Server(LiveAccount(account), options: options)
    }

    /// Pages that were asked for although what they begin with had been stored.
    func askedAgain(of stored: [StoredSlice]) -> [String] {
        interruption.asked.filter { target in
            let query = URLComponents(string: target)?.queryItems ?? []
            let value = { (name: String) in query.first { $0.name == name }?.value }
            guard value("limit") == "100", let lower = value("created[gte]").flatMap({ Int64($0) }),
                let upper = value("created[lt]").flatMap({ Int64($0) })
            else { return false }
            // The page begins at the newest second it can hold.
            let newest = value("starting_after").flatMap { created[$0] } ?? upper - 1
            return newest >= lower
                && stored.contains { slice in
                    target.hasPrefix("/v1/\(slice.endpoint)?") && newest >= slice.readDownTo && newest < slice.until
                }
        }
    }
}

/// Kills a program as the request of a number is answered, and notes what was asked.
private final class Interruption: Sendable {
    private struct State {
        var victim: RunningProgram?
        var requestsLeft = Int.max
        var asked: [String] = []
    }

    private let state = Mutex(State())

    var asked: [String] { state.withLock { $0.asked } }

    /// From now on: kills after so many requests, and notes what is asked anew.
    func begin(killingAfter requests: Int) {
        state.withLock { $0 = State(requestsLeft: requests) }
    }

    func aim(at program: RunningProgram) { state.withLock { $0.victim = program } }

    func pass(_ request: RequestDescription) -> Fault? {
        let victim = state.withLock { state -> RunningProgram? in
            state.asked.append(request.target)
            state.requestsLeft -= 1
            return state.requestsLeft <= 0 ? state.victim : nil
        }
        victim?.send(SIGKILL)
        return nil
    }
}
