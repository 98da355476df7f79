import Foundation
import Synchronization

/// Accepts connections and gives each a thread of its own; stopping cuts them all and waits for the threads.
///
/// A thread for each connection keeps reading and answering plain code, and a client has tens of connections, not thousands.
final class Listener: Sendable {
    private struct State {
        var isStopping = false
        var connections: [ObjectIdentifier: Socket] = [:]
    }

    let answering: Answering
    private let socket: Socket
    private let state = Mutex(State())
    private let threads = DispatchGroup()

    init(_ socket: Socket, answering: Answering) {
        self.socket = socket
        self.answering = answering
    }

    func start() {
        spawn { [self] in
            while let connection = socket.accept() { serve(connection) }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.connections.values.forEach { $0.shutDown() }
        }
        socket.shutDown()
        threads.wait()
        socket.close()
    }

    private func serve(_ connection: Socket) {
        let isWelcome = state.withLock { state in
            if !state.isStopping { state.connections[ObjectIdentifier(connection)] = connection }
            return !state.isStopping
        }
        guard isWelcome else { return }
        spawn { [self] in
            Connection(connection, answering: answering).serve()
            // Forgotten before it is closed, so that stopping never shuts down another socket of the same number.
            state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection)) }
            connection.close()
        }
    }

    private func spawn(_ work: @escaping @Sendable () -> Void) {
        threads.enter()
        let thread = Thread { [threads] in
            work()
            threads.leave()
        }
        thread.start()
    }
}
