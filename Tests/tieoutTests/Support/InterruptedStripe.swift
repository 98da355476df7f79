import Foundation
import StripeSimulator
import Synchronization
import TestSupport

/// A Stripe that takes its time, and kills the program that asks it in the middle of an answer.
struct InterruptedStripe {
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
            // What could not be delivered is asked for at the end, of all the period.
            guard value("limit") == "100", value("delivery_success") == nil,
                let lower = value("created[gte]").flatMap({ Int64($0) }),
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

/// Kills a program as the request of a number is answered, or has the test do something then; and notes what was asked.
final class Interruption: Sendable {
    /// What happens as the request of the number arrives.
    enum Act: Sendable {
        /// The program is killed; the request is answered, or ends as the fault says.
        case kill(Fault?)
        /// So many bytes of the answer are sent and no more; the program is killed as it asks for something else.
        case killWithinAnswer(after: Int)
        /// The request waits until the test has done what it wants.
        case wait
    }

    private struct State {
        var victim: RunningProgram?
        var requestsLeft = Int.max
        var act = Act.kill(nil)
        var asked: [String] = []
    }

    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)
    private let opening = DispatchSemaphore(value: 0)

    var asked: [String] { state.withLock { $0.asked } }

    /// From now on: acts after so many requests, and notes what is asked anew.
    func begin(killingAfter requests: Int, _ act: Act = .kill(nil)) {
        state.withLock { $0 = State(requestsLeft: requests, act: act) }
    }

    func aim(at program: RunningProgram) { state.withLock { $0.victim = program } }

    /// Returns when a request waits; false when none comes.
    func isReached() -> Bool { arrival.wait(timeout: .now() + 60) == .success }

    /// Lets the request that waits through.
    func open() { opening.signal() }

    func pass(_ request: RequestDescription) -> Fault? {
        let (act, left, victim) = state.withLock { state in
            state.asked.append(request.target)
            state.requestsLeft -= 1
            return (state.act, state.requestsLeft, state.victim)
        }
        guard left <= 0 else { return nil }
        switch act {
        case .kill(let fault):
            victim?.send(SIGKILL)
            return fault
        case .killWithinAnswer(let bytes):
            if left == 0 { return .stall(after: bytes) }
            victim?.send(SIGKILL)
        case .wait where left == 0:
            arrival.signal()
            _ = opening.wait(timeout: .now() + 60)
        case .wait: break
        }
        return nil
    }
}
