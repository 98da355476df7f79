import Foundation

/// OpenSSL's own test server with a certificate made for it, on a free port of this machine.
final class TLSServer {
    /// The port it listens on.
    let port: Int
    /// The certificate, which is its own authority.
    let certificate: String

    private let process = Process()
    private let folder: URL

    /// Starts a server whose certificate is for that address, for example `IP:127.0.0.1`.
    init(certificateFor name: String, arguments: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tieout-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (certificate, key) = (
            folder.appending(path: "certificate.pem").path, folder.appending(path: "key.pem").path
        )
        let making = Process()
        making.executableURL = URL(filePath: "/usr/bin/openssl")
        making.arguments =
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
            + ["-subj", "/CN=Tieout test", "-addext", "subjectAltName=\(name)", "-keyout", key, "-out", certificate]
        making.standardError = FileHandle.nullDevice
        try making.run()
        making.waitUntilExit()

        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments =
            ["s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www"] + arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var text = ""
        while !text.contains(/ACCEPT .*\n/), case let part = output.fileHandleForReading.availableData, !part.isEmpty {
            text += String(decoding: part, as: UTF8.self)
        }
        guard let port = text.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)/).flatMap({ Int($0.output.1) }) else {
            throw NoTLSServer(output: text)
        }
        self.port = port
        self.certificate = certificate
    }

    deinit {
        // Not SIGTERM: threads of Dispatch block it, and a child process inherits that from the thread that starts it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}

struct NoTLSServer: Error {
    let output: String
}
