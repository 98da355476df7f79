import Foundation

/// A certificate for a peer on this machine, which is its own authority; gone when the test lets go of it.
public final class PeerCertificate {
    /// The file to trust.
    public let path: String
    private let folder: URL

    /// The argument with which a peer takes connections under TLS.
    public var argument: String { "tls:\(folder.path)/peer.pem" }

    /// Makes one.
    ///
    /// - Parameter isExpired: whether its last day was in 2020.
    public init(isExpired: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tieout-certificate-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "certificate.pem").path
        let making = Process()
        making.executableURL = URL(filePath: "/bin/sh")
        making.arguments = [
            Peer.folder.appending(path: "make_certificate.sh").path, folder.path,
            isExpired ? "20200102000000Z" : "20991231000000Z",
        ]
        try making.run()
        making.waitUntilExit()
        guard making.terminationStatus == 0 else { throw NoAnswer(of: "openssl") }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }
}
