import Foundation
import LocalPeers
import TestSupport
import Testing

/// The portal behind nginx with TLS, as `portal/nginx.conf` sets it up: what an operator has after ten minutes.
@Suite struct BehindProxyTests {
    static let hasNginx = FileManager.default.isExecutableFile(atPath: "/usr/sbin/nginx")

    /// nginx with the repository's own configuration, but for names, ports and certificate.
    private final class Nginx {
        let port: Int
        private let certificate: PeerCertificate
        private let process: RunningProgram
        private let folder: WorkFolder

        init(before portal: RunningPortal, in folder: WorkFolder) throws {
            self.folder = folder
            certificate = try PeerCertificate()
            port = try Self.freePort()
            let file = URL(filePath: #filePath).appending(path: "../../../../portal/nginx.conf").standardized
            let pem = String(certificate.argument.dropFirst("tls:".count))
            let server = try String(contentsOf: file, encoding: .utf8)
                .replacing("listen 443 ssl", with: "listen 127.0.0.1:\(port) ssl")
                .replacing("/etc/letsencrypt/live/reports.example.com/fullchain.pem", with: pem)
                .replacing("/etc/letsencrypt/live/reports.example.com/privkey.pem", with: pem)
                .replacing("http://127.0.0.1:8460", with: portal.origin)
            let whole = """
                daemon off; pid \(folder.path)/nginx.pid; error_log stderr; user root;
                events {}
                http {
                access_log off; client_body_temp_path \(folder.path)/b; proxy_temp_path \(folder.path)/p;
                fastcgi_temp_path \(folder.path)/f; uwsgi_temp_path \(folder.path)/u; scgi_temp_path \(folder.path)/s;
                \(server)
                }
                """
            let config = try folder.write(whole, to: "nginx.conf")
            process = try Program("/usr/sbin/nginx", folder: folder).start(["-p", folder.path, "-c", config])
            // It writes its id once it listens.
            while process.isRunning, !FileManager.default.fileExists(atPath: "\(folder.path)/nginx.pid") {
                usleep(10_000)
            }
        }

        deinit {
            process.send(SIGQUIT)
            _ = try? process.ending()
        }

        private static func freePort() throws -> Int {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(listener) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            var size = socklen_t(MemoryLayout<sockaddr_in>.size)
            try withUnsafeMutablePointer(to: &address) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    guard bind(listener, $0, size) == 0, getsockname(listener, $0, &size) == 0 else {
                        throw POSIXError(.EADDRINUSE)
                    }
                }
            }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    @Test(.enabled(if: hasNginx, "no nginx; scripts/install-packages test")) func signsInAndDownloadsOverTLS() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal([
            "PORTAL_URL": "https://reports.example.com", "PORTAL_PROXY_ADDRESSES": "127.0.0.1",
        ])
        let nginx = try Nginx(before: portal, in: try WorkFolder())
        let token = try #require(portal.link?.split(separator: "=").last)
        #expect(portal.link?.hasPrefix("https://reports.example.com/sign-in/link?token=") == true)
        let browser = try WorkFolder()
        func curl(_ target: String, _ arguments: String...) throws -> Ending {
            let usual = [
                "--silent", "--show-error", "--include", "-b", "jar", "-c", "jar", "--max-time", "30",
                "--connect-to", "reports.example.com:443:127.0.0.1:\(nginx.port)",
                // The certificate is of this machine and not of that name; who nginx is, is not the question here.
                "--insecure",
            ]
            return try Program("curl", folder: browser).run(
                usual + arguments + ["https://reports.example.com\(target)"]
            )
        }
        // A browser sends the origin of the address that it shows.
        let signedIn = try curl(
            "/sign-in/link",
            "-H",
            "Origin: https://reports.example.com",
            "--data",
            "token=\(token)",
            "-H",
            "X-Forwarded-For: 6.6.6.6"
        )
        #expect(signedIn.output.contains(" 303"), "\(signedIn.output)\(signedIn.notes)")
        let page = try curl("/")
        #expect(page.output.contains("1 run,"), "\(page.output)")
        #expect(page.output.lowercased().contains("strict-transport-security: max-age=31536000"))
        let file = try curl("/runs/\(sample.run)/everything.zip", "-o", "all.zip")
        #expect(file.status == 0, "\(file.notes)")
        let audit = try String(contentsOfFile: "\(sample.folder.path)/portal-state/audit.jsonl", encoding: .utf8)
        #expect(audit.contains("everything.zip"))
        #expect(!audit.contains("6.6.6.6"), "what a client claims of itself is not passed on")
    }
}
