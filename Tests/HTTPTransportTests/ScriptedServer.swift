import Glibc
import Synchronization

/// A server on this machine that answers each connection by a script of raw bytes: what a well-behaved server can't do.
final class ScriptedServer: Sendable {
    /// What happens on a connection once a request has been read.
    enum Step: Sendable {
        /// These bytes are sent.
        case send([UInt8])
        /// The next request on the same connection is read.
        case readRequest
        /// The connection is closed as usual.
        case close
        /// The connection is reset, so that the other side sees an error.
        case reset
        /// Nothing happens until the other side closes.
        case hold
    }

    let port: UInt16
    private let listener: Int32
    private let script: @Sendable (Int) -> [Step]
    private let log = Mutex<[String]>([])

    /// Listens on a free port; the n-th connection, from 0, runs the n-th script.
    init(_ script: @escaping @Sendable (Int) -> [Step]) throws {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, size) = (self.listener, length)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, size) }
        }
        guard isBound == 0, listen(listener, 64) == 0 else { throw CannotListen(code: errno) }
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
        let context = Unmanaged.passRetained(Acceptor(listener: listener, script: script, server: WeakLog(self)))
        var thread = pthread_t()
        pthread_create(&thread, nil, acceptConnections, context.toOpaque())
        pthread_detach(thread)
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The address of this server.
    var url: String { "http://127.0.0.1:\(port)" }

    /// The requests that were read, as text.
    var requests: [String] { log.withLock { $0 } }

    fileprivate func note(_ request: String) { log.withLock { $0.append(request) } }
}

struct CannotListen: Error {
    let code: Int32
}

/// A whole answer with a body of the right length.
func answer(_ status: String = "200 OK", headers: [String] = [], body: String = "") -> ScriptedServer.Step {
    let lines = ["HTTP/1.1 \(status)", "Content-Length: \(body.utf8.count)"] + headers
    return .send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
}

/// Bytes as they are.
func raw(_ text: String) -> ScriptedServer.Step { .send(Array(text.utf8)) }

private final class WeakLog: Sendable {
    private let server: @Sendable () -> ScriptedServer?

    init(_ server: ScriptedServer) {
        self.server = { [weak server] in server }
    }

    func note(_ request: String) { server()?.note(request) }
}

private final class Acceptor: Sendable {
    let listener: Int32
    let script: @Sendable (Int) -> [ScriptedServer.Step]
    let server: WeakLog

    init(listener: Int32, script: @escaping @Sendable (Int) -> [ScriptedServer.Step], server: WeakLog) {
        self.listener = listener
        self.script = script
        self.server = server
    }

    /// One connection after the other, each on a thread of its own, until the listener is shut down.
    func run() {
        var count = 0
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let served = Connection(descriptor: connection, steps: script(count), server: server)
            count += 1
            var thread = pthread_t()
            pthread_create(&thread, nil, serveConnection, Unmanaged.passRetained(served).toOpaque())
            pthread_detach(thread)
        }
        close(listener)
    }
}

private final class Connection: Sendable {
    let descriptor: Int32
    let steps: [ScriptedServer.Step]
    let server: WeakLog

    init(descriptor: Int32, steps: [ScriptedServer.Step], server: WeakLog) {
        self.descriptor = descriptor
        self.steps = steps
        self.server = server
    }

    func run() {
        readRequest()
        for step in steps {
            switch step {
            case .send(let bytes): send(bytes)
            case .readRequest: readRequest()
            case .close: break
            case .reset:
                var lingering = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &lingering, socklen_t(MemoryLayout<linger>.size))
            case .hold:
                var byte: UInt8 = 0
                while read(descriptor, &byte, 1) > 0 {}
            }
        }
        close(descriptor)
    }

    private func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func readRequest() {
        var text: [UInt8] = []
        var byte: UInt8 = 0
        while !text.suffix(4).elementsEqual("\r\n\r\n".utf8), read(descriptor, &byte, 1) == 1 { text.append(byte) }
        if !text.isEmpty { server.note(String(decoding: text, as: UTF8.self)) }
    }
}

private func acceptConnections(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Acceptor>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}

private func serveConnection(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<Connection>.fromOpaque(context).takeRetainedValue().run() }
    return nil
}
