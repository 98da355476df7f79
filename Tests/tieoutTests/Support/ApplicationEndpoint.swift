import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import Synchronization
import TestSupport

/// The reference application behind a real webhook endpoint: one connection at a time, one event each, and its handler.
final class ApplicationEndpoint: Sendable {
    /// Its address.
    let url: String
    private let listener: LoopbackListener
    private let state: Mutex<State>

    /// What is done with an event before it is answered.
    enum Manner: Sendable {
        /// The handler does its work, then 200.
        case handles
        /// What the closure does, then 200; the event waits in a queue until ``work()``.
        case queues(after: @Sendable () -> Void = {})
        /// What the closure does, then the handler, then 200.
        case meanwhile(@Sendable () -> Void)
    }

    private struct State: Sendable {
        var received: [String] = []
        var queue: [Event] = []
    }

    private let account: LiveAccount
    private let database: TestDatabase

    /// Serves the events of an account, over a connection of its own for each.
    init(_ account: LiveAccount, _ database: TestDatabase, _ manner: Manner = .handles) throws {
        (self.account, self.database) = (account, database)
        state = Mutex(State())
        listener = try LoopbackListener()
        url = listener.baseURL + "/webhooks/stripe"
        let descriptor = listener.descriptor
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { break }
                Self.serve(client) { body in self?.take(body, manner) ?? 500 }
            }
            close(descriptor)
        }
    }

    deinit { listener.stop() }

    /// The ids of the events that came, in their order.
    var received: [String] { state.withLock { $0.received } }

    /// Does what waits in the queue; a refusal of the database is the handler's own to survive.
    func work() throws {
        for event in state.withLock({ state in
            defer { state.queue = [] }; return state.queue
        }) { try handle(event) }
    }

    private func take(_ body: [UInt8], _ manner: Manner) -> Int {
        let object = try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]
        guard let id = object?["id"] as? String, let event = account.account.events.find(id) else { return 400 }
        state.withLock { $0.received.append(id) }
        switch manner {
        case .queues(let act):
            act()
            state.withLock { $0.queue.append(event) }
        case .handles: if (try? handle(event)) == nil { return 500 }
        case .meanwhile(let act):
            act()
            if (try? handle(event)) == nil { return 500 }
        }
        return 200
    }

    private func handle(_ event: Event) throws {
        let connection = try database.connect()
        let application = try ReferenceApplication(connection)
        try connection.transaction { () throws(PostgresError) in
            try application.handle(WebhookDelivery(event: event, at: Int64(Date().timeIntervalSince1970)))
        }
    }

    /// Reads a request and answers with the status that is made of its body.
    private static func serve(_ client: Int32, _ answer: ([UInt8]) -> Int) {
        defer { close(client) }
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), read(client, &byte, 1) == 1 { head.append(byte) }
        let lines = String(decoding: head, as: UTF8.self).lowercased().split(separator: "\r\n")
        let length =
            lines.first { $0.hasPrefix("content-length:") }?.split(separator: " ").last.flatMap { Int($0) } ?? 0
        var body: [UInt8] = []
        while body.count < length, read(client, &byte, 1) == 1 { body.append(byte) }
        let text = "HTTP/1.1 \(answer(body)) Whatever\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
        _ = send(client, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }
}
