import Foundation

/// The address of a Unix socket.
struct UnixAddress {
    private var address = sockaddr_un()

    /// A path of at most 107 bytes.
    init(_ path: String) {
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    }

    /// A socket that listens there.
    func listen() throws -> Int32 {
        let descriptor = try made { Glibc.bind($0, $1, $2) }
        guard Glibc.listen(descriptor, 64) == 0 else { throw POSIXError(.EINVAL) }
        return descriptor
    }

    /// A socket that is connected with whoever listens there.
    func connect() throws -> Int32 { try made { Glibc.connect($0, $1, $2) } }

    private func made(_ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let code = errno
            close(descriptor)
            throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL)
        }
        return descriptor
    }
}
