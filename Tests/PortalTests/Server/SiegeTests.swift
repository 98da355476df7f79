import Foundation
import Glibc
import TestSupport
import Testing

/// Whoever tries to get in by force, or to keep others out.
@Suite struct SiegeTests {
    @Test func aThousandWrongPasswordsLockOneAccountAndNoOther() throws {
        let sample = try PublishedSample()
        let users = try RunningPortal.users(in: sample.folder)
        let portal = try sample.portal(["PORTAL_USERS": users])
        let folder = try WorkFolder()
        let tries = (0..<1_000).map { number in
            """
            url = "\(portal.origin)/sign-in"
            data = "name=anna&password=wrong wrong wrong \(number)"
            output = "/dev/null"
            write-out = "%{http_code}\\n"
            silent
            """
        }
        let config = try folder.write(tries.joined(separator: "\nnext\n"), to: "tries")
        let curl = Program("curl", folder: folder)
        let ending = try curl.run("--parallel", "--parallel-immediate", "--parallel-max", "50", "-K", config)
        let counts = Dictionary(grouping: ending.output.split(separator: "\n"), by: String.init).mapValues(\.count)
        #expect(counts == ["401": 5, "429": 995], "five were looked at, however many came at once")

        // The right password does not help either, and says nothing else; another account goes on from the same address.
        let anna = try Curl(portal).post("/sign-in", ["name": "anna", "password": RunningPortal.password(of: "anna")])
        #expect(anna.status == 429)
        #expect(anna.headers["retry-after"].flatMap(Int.init).map { (1...900).contains($0) } == true)
        let vera = try Curl(portal).post("/sign-in", ["name": "vera", "password": RunningPortal.password(of: "vera")])
        #expect(vera.status == 303)
        // Nobody learns whether there is such an account.
        let nobody = try Curl(portal).post("/sign-in", ["name": "nobody", "password": "wrong wrong wrong"])
        #expect(nobody.status == 401)
        #expect(nobody.text.contains("Name and password do not fit together."))
        #expect(!portal.log.contains("wrong wrong wrong"))
    }

    @Test func twoHundredConnectionsThatDawdleKeepNobodyOut() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        let curl = try Curl.signedIn(to: portal)
        let port = try #require(portal.origin.split(separator: ":").last.flatMap { UInt16($0) })
        let dawdlers = (0..<200).compactMap { _ in Dawdler(port: port) }
        #expect(dawdlers.count == 200)
        for dawdler in dawdlers { dawdler.say("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ") }
        // All of them are open, and others are served.
        #expect(try curl.get("/runs/\(sample.run)/grants.csv").status == 200)
        // A byte now and then keeps none of them open: each is ended by the portal, whatever it says.
        #expect(dawdlers.filter { !$0.isEndedWhileDawdling() }.count == 0)
        #expect(try curl.get("/").status == 200)
    }

    /// Whether two spellings are one name takes the longer the longer they are, so nothing that long is even compared.
    @Test func namesWithoutAnEnd() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal(["PORTAL_USERS": try RunningPortal.users(in: sample.folder)])
        let (curl, folder) = (try Curl(portal), try WorkFolder())
        for (count, status) in [(80, 401), (500, 400), (200_000, 413)] {
            let marks = String(repeating: "\u{301}\u{323}", count: count)
            let name = try folder.write("a\(marks)", to: "name-\(count)")
            let fields = ["--data-urlencode", "name@\(name)", "--data-urlencode", "password=correct horse"]
            #expect(try curl.ask("/sign-in", fields).status == status, "\(count) marks")
        }
        #expect(
            try curl.post("/sign-in", ["name": "vera", "password": String(repeating: "p", count: 2_000)]).status == 400
        )
    }

    @Test func sixtyWrongTokensAreEnough() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal([
            "PORTAL_JWT_SECRET": String(repeating: "s", count: 40), "PORTAL_JWT_ISSUER": "https://issuer.example",
        ])
        let curl = try Curl(portal)
        var counts: [Int: Int] = [:]
        for number in 0..<70 {
            counts[try curl.post("/sign-in/token", ["access_token": "a.b.\(number)"]).status, default: 0] += 1
        }
        #expect(counts == [401: 60, 429: 10])
        #expect(try curl.get("/audit", "-H", "Authorization: Bearer a.b.c").status == 429)
        let audit = try String(contentsOfFile: "\(sample.folder.path)/portal-state/audit.jsonl", encoding: .utf8)
        #expect(audit.split(separator: "\n").count == 60, "no more lines than tries that were looked at")
    }

    @Test func sixtyFourKilobytesOfHeader() throws {
        let sample = try PublishedSample()
        let curl = try Curl.signedIn(to: try sample.portal())
        let folder = try WorkFolder()
        for (bytes, statuses) in [(1_000, [200]), (64 << 10, [431]), (200 << 10, [400, 0])] {
            let header = try folder.write("X-Long: \(String(repeating: "a", count: bytes))\n", to: "header-\(bytes)")
            #expect(statuses.contains(try curl.get("/", "-H", "@\(header)").status), "\(bytes) bytes")
        }
        let many = (0..<99).flatMap { ["-H", "X-\($0): 1"] }
        #expect([400, 0].contains(try curl.ask("/", many).status), "more header fields than any browser sends")
        #expect(try curl.get("/?\(String(repeating: "a", count: 4 << 10))").status == 414)
        let form = try folder.write(String(repeating: "a=1&", count: 1 << 19), to: "form")
        #expect(try curl.ask("/sign-in", ["--data", "@\(form)"]).status == 413)
        #expect(try curl.ask("/sign-in", ["--data", "name=%ff&password=x"]).status == 400)
        #expect(try curl.ask("/", ["-X", "BREW"]).status == 400)
        #expect(try curl.get("/").status == 200)
    }
}

/// A connection that never finishes what it says; the one owner of its socket.
private final class Dawdler {
    private let socket: Int32

    init?(port: UInt16) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { return nil }
        // A test that waits for ever says nothing.
        var most = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &most, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(socket) }

    func say(_ text: String) { _ = send(socket, text, text.utf8.count, Int32(MSG_NOSIGNAL)) }

    /// Whether the other end closes it although it goes on saying a byte each second.
    func isEndedWhileDawdling() -> Bool {
        for _ in 0..<60 {
            var byte: UInt8 = 0
            let count = recv(socket, &byte, 1, 0)
            if count > 0 { continue }
            if count == 0 || errno != EAGAIN && errno != EINTR { return true }
            say("a")
        }
        return false
    }
}
