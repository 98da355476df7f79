import Foundation
import PostgresLedger
import ReferenceApplication
import Synchronization
import TestSupport

/// The application's webhook handler for one sale, whose two statements a test puts where it wants them.
///
/// They run one after the other on a thread of their own, since the first may have to wait for a grant under way.
final class LateHandler: Sendable {
    private let thread = DispatchQueue(label: "webhook handler")
    private let application: Mutex<ReferenceApplication>
    private let purchase: Purchase
    private let backend: Int64
    private let observer: Mutex<Connection>
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var refusal: String?
    }

    init(_ purchase: Purchase, in database: TestDatabase) throws {
        self.purchase = purchase
        let connection = try database.connect()
        backend = try connection.query("SELECT pg_backend_pid()::bigint AS pid")[0].integer("pid")
        application = Mutex(try ReferenceApplication(connection))
        observer = Mutex(try database.connect())
    }

    /// What it does about a paid session.
    enum Statement {
        /// It calls the granting function.
        case credit
        /// It writes the purchase row, as failed where the function refused.
        case record
    }

    /// Begins a statement; returns when it is done or has to wait for a lock.
    func begin(_ statement: Statement) {
        state.withLock { $0.running += 1 }
        thread.async { [self] in
            let refusal = perform(statement, after: state.withLock { $0.refusal })
            state.withLock { state in
                state.refusal = refusal
                state.running -= 1
            }
        }
        while state.withLock({ $0.running > 0 }), !isWaiting {}
    }

    /// Waits until both are done, which a grant under way may keep from it.
    func finish() { thread.sync {} }

    /// Does it; gives what the database refused so far.
    private func perform(_ statement: Statement, after refusal: String?) -> String? {
        application.withLock { application in
            do throws(PostgresError) {
                switch statement {
                case .credit: try application.credit(purchase)
                case .record: try application.recordPurchase(purchase, error: refusal)
                }
                return refusal
            } catch {
                return error.description
            }
        }
    }

    private var isWaiting: Bool {
        observer.withLock { observer in
            let rows = try? observer.query(
                "SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'",
                [.integer(backend)]
            )
            return rows?.isEmpty == false
        }
    }
}
