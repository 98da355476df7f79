import Foundation

/// A socket on this machine that somebody may connect to.
struct LoopbackListener: Sendable {
    let descriptor: Int32
    /// Its address, as a client has it.
    let baseURL: String

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, size) = (descriptor, length)
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard isBound == 0, listen(descriptor, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        baseURL = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    /// Wakes whoever accepts, who has to close it.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
