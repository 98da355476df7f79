import Glibc
import Synchronization

/// One TCP socket with its descriptor, which is closed once: when told, or when the last reference goes.
final class Socket: Sendable {
    private let descriptor: Int32
    private let isClosed = Mutex(false)

    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close()
    }

    /// Closes the socket. Nobody may use it afterwards, since its number may belong to another one at once.
    func close() {
        isClosed.withLock { isClosed in
            if !isClosed { Glibc.close(descriptor) }
            isClosed = true
        }
    }

    /// Ends both directions, so that whoever waits on the socket wakes up; it stays to be closed. Does nothing to a closed
    /// one, whose number may belong to another socket.
    func shutDown() {
        isClosed.withLock { isClosed in
            if !isClosed { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// A socket that listens on 127.0.0.1 and nowhere else; port 0 takes any free one.
    ///
    /// Throws `ServerError` when the port is taken or may not be used.
    static func listening(port: UInt16) throws(ServerError) -> Socket {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ServerError(port: port, code: errno) }
        let listener = Socket(adopting: descriptor)
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(descriptor, 128) == 0 else { throw ServerError(port: port, code: errno) }
        return listener
    }

    /// The port that a listening socket has.
    var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Waits for the next connection; nil once the listening socket was shut down.
    func accept() -> Socket? {
        while true {
            let accepted = Glibc.accept(descriptor, nil, nil)
            if accepted >= 0 {
                _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
                var yes: Int32 = 1
                setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
                return Socket(adopting: accepted)
            }
            guard errno == EINTR || errno == ECONNABORTED || errno == EMFILE else { return nil }
            if errno == EMFILE { poll(nil, 0, 10) }
        }
    }

    /// Appends what has arrived, waiting for at least one byte; false at the end or on an error.
    func read(into buffer: inout [UInt8]) -> Bool {
        let count = withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { bytes in
            var count = recv(descriptor, bytes.baseAddress, bytes.count, 0)
            while count < 0, errno == EINTR { count = recv(descriptor, bytes.baseAddress, bytes.count, 0) }
            if count > 0 { buffer.append(contentsOf: bytes.prefix(count)) }
            return count
        }
        return count > 0
    }

    /// Sends all bytes; false when the other side is gone.
    func write(_ bytes: some Collection<UInt8>) -> Bool {
        let sent = bytes.withContiguousStorageIfAvailable { storage in
            var start = 0
            while start < storage.count {
                let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(storage)[start...])
                let count = send(descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                start += count
            }
            return true
        }
        return sent ?? write(Array(bytes))
    }

    /// `POLLRDHUP`, which Glibc's module does not carry over.
    private static let peerHungUp: Int16 = 0x2000

    /// Waits until the other side hangs up, the socket is shut down or the time is over; true when the time is over.
    func waitForHangUp(milliseconds: Int32) -> Bool {
        var watched = pollfd(fd: descriptor, events: Self.peerHungUp, revents: 0)
        return poll(&watched, 1, milliseconds) == 0
    }

    /// Says that nothing more comes and drops what still arrives, for a second at most; closing at once would reset the
    /// connection and take the answer with it.
    func finish() {
        shutdown(descriptor, Int32(SHUT_WR))
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        var dropped: [UInt8] = []
        while dropped.count < 4_194_304, poll(&watched, 1, 1_000) > 0, read(into: &dropped) {}
    }

    /// Makes closing send a reset instead of an orderly end.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}

/// The server could not listen on its port.
public struct ServerError: Error, CustomStringConvertible {
    /// The port asked for; 0 for any free one.
    public let port: UInt16
    /// The system's error number.
    public let code: Int32

    /// What happened, in a sentence.
    public var description: String {
        "cannot listen on 127.0.0.1:\(port): \(String(cString: strerror(code)))"
    }
}
