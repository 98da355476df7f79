#if DEBUG
    import Foundation

    /// Tells whoever listens on the Unix socket `TIEOUT_STEPS` at which step this process is, and waits until the
    /// listener answers. Meanwhile the listener does what it likes: to this process, to the database.
    @usableFromInline
    enum StepReport {
        private static let listener = ProcessInfo.processInfo.environment["TIEOUT_STEPS"]

        @usableFromInline
        static var isHeard: Bool { listener != nil }

        @usableFromInline
        static func send(_ step: Step, _ object: String) {
            guard let listener else { return }
            let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            precondition(descriptor >= 0, "no socket for TIEOUT_STEPS")
            defer { close(descriptor) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: listener.utf8) }
            let connected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            precondition(connected == 0, "nobody listens on TIEOUT_STEPS")
            let message = Array("\(step) \(getpid()) \(object)\n".utf8)
            guard write(descriptor, message, message.count) == message.count else { return }
            var byte: UInt8 = 0
            while read(descriptor, &byte, 1) < 0, errno == EINTR {}
        }
    }
#endif
