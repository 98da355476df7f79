import Foundation
import TestSupport
import Testing

/// The portal as a process: what it refuses to start with, and how it ends.
@Suite struct ServeTests {
    struct Wrong: CustomTestStringConvertible, Sendable {
        let environment: [String: String]
        var status: Int32 = 78
        let sentence: String
        var testDescription: String { sentence }
    }

    static let wrongs = [
        Wrong(environment: [:], sentence: "nobody could sign in: no way is set"),
        Wrong(environment: ["PORTAL_USRES": "x"], sentence: "PORTAL_USRES is no variable of the portal"),
        Wrong(environment: ["PORTAL_USERS": "/nowhere"], sentence: "/nowhere"),
        Wrong(environment: ["PORTAL_LISTEN": "8460"], sentence: "PORTAL_LISTEN is “8460”"),
        Wrong(environment: ["PORTAL_LISTEN": "0.0.0.0:0"], sentence: "which others reach"),
        Wrong(
            environment: ["PORTAL_LISTEN": "0.0.0.0:0", "PORTAL_URL": "http://127.0.0.1:8460"],
            sentence: "PORTAL_URL is no https address"
        ),
        Wrong(
            environment: ["PORTAL_URL": "http://reports.example.com"],
            sentence: "PORTAL_URL is “http://reports.example.com”"
        ),
        Wrong(environment: ["PORTAL_JWT_SECRET": "short", "PORTAL_JWT_ISSUER": "x"], sentence: "fewer than 32 bytes"),
        Wrong(
            environment: ["PORTAL_JWT_SECRET": String(repeating: "s", count: 40)],
            sentence: "PORTAL_JWT_ISSUER is not set"
        ),
        Wrong(
            environment: ["PORTAL_JWT_SECRET": "a", "PORTAL_JWT_SECRET_FILE": "b"],
            sentence: "PORTAL_JWT_SECRET and PORTAL_JWT_SECRET_FILE are both set"
        ),
        Wrong(environment: ["PORTAL_SUPABASE_ANON_KEY": "x"], sentence: "without PORTAL_SUPABASE_URL"),
        Wrong(environment: ["PORTAL_PROXY_USER_HEADER": "X-User"], sentence: "needs the proxy's addresses"),
        Wrong(environment: ["PORTAL_PROXY_ADDRESSES": "0.0.0.0/0"], sentence: "PORTAL_PROXY_ADDRESSES"),
        Wrong(environment: ["PORTAL_SESSION": "8"], sentence: "PORTAL_SESSION is “8”"),
        Wrong(environment: ["PORTAL_STATE": "/proc/nothing"], status: 73, sentence: "/proc/nothing cannot be made"),
    ]

    @Test(arguments: wrongs) func doesNotStart(_ wrong: Wrong) throws {
        let folder = try WorkFolder()
        var environment = ["PORTAL_LISTEN": "127.0.0.1:0", "PORTAL_STATE": "\(folder.path)/state"]
        if wrong.status == 73 { environment["PORTAL_PROXY_USER_HEADER"] = "X-User" }
        if wrong.status == 73 { environment["PORTAL_PROXY_ADDRESSES"] = "10.0.0.1" }
        environment.merge(wrong.environment) { $1 }
        let ending = try Program(RunningPortal.binary, environment: environment, folder: folder).run("serve")
        #expect(ending.status == wrong.status, "\(ending.notes)")
        #expect(ending.notes.contains(wrong.sentence), "\(ending.notes)")
        #expect(ending.output == "")
    }

    @Test func aPortThatIsTaken() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        let listening = String(portal.origin.dropFirst("http://".count))
        let error = #expect(throws: RunningPortal.NotStarted.self) { try sample.portal(["PORTAL_LISTEN": listening]) }
        #expect(error?.status == 1)
        #expect(error?.notes.contains("cannot listen on \(listening)") == true, "\(error?.notes ?? "")")
    }

    /// A full disk under the log, or a reader of it that has gone, is nobody's reason to be signed out.
    @Test(arguments: ["2>/dev/full", "2> >(exit 0)"]) func aLogThatCannotBeWritten(_ log: String) throws {
        let sample = try PublishedSample()
        let shell = Program(
            "/bin/bash",
            environment: [
                "PORTAL_REPORTS": "\(sample.folder.path)/reports", "PORTAL_LISTEN": "127.0.0.1:0",
                "PORTAL_STATE": "\(sample.folder.path)/state",
            ],
            folder: sample.folder
        )
        let portal = try shell.start(["-c", "exec '\(RunningPortal.binary)' serve --one-time-link anna \(log)"])
        let address = try #require(portal.line(beginning: "Listening on "))
        let curl = Program("curl", folder: try WorkFolder())
        for _ in 0..<3 {
            let answer = try curl.run("-s", "-o", "/dev/null", "-w", "%{http_code}", "http://\(address)/health")
            #expect(answer.output == "200")
        }
        portal.send(SIGTERM)
        #expect(try portal.ending().status == 0)
    }

    /// A right that was taken away is told to whoever watches, though nothing came or went.
    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else")) func reportsThatMayNotBeRead() throws {
        let sample = try PublishedSample()
        let path = sample.folder.path
        let start = """
            chmod -R a+rX '\(path)'; mkdir -m 0777 -p '\(path)/other'; \
            exec setpriv --reuid=65534 --regid=65534 --clear-groups '\(RunningPortal.binary)' serve --one-time-link anna
            """
        let shell = Program(
            "/bin/bash",
            environment: [
                "PORTAL_REPORTS": "\(path)/reports", "PORTAL_LISTEN": "127.0.0.1:0",
                "PORTAL_STATE": "\(path)/other/state",
            ],
            folder: sample.folder
        )
        let portal = try shell.start(["-c", start])
        let address = try #require(portal.line(beginning: "Listening on "), "\(portal.notesSoFar)")
        let curl = Program("curl", folder: try WorkFolder())
        func health() throws -> String {
            try curl.run("-s", "-o", "/dev/null", "-w", "%{http_code}", "http://\(address)/health").output
        }
        #expect(try health() == "200")
        chmod("\(path)/reports", 0)
        #expect(try health() == "503")
        chmod("\(path)/reports", 0o755)
        #expect(try health() == "200")
        portal.send(SIGKILL)
        _ = try portal.ending()
    }

    /// What is being downloaded comes to its end; nothing new begins.
    @Test(arguments: [SIGTERM, SIGINT]) func isToldToStop(_ signal: Int32) throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        let curl = try Curl.signedIn(to: portal)
        let folder = try WorkFolder()
        let token = try #require(portal.link)
        #expect(!token.isEmpty)
        let began = DispatchSemaphore(value: 0)
        let ended = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var answer: Curl.Answer?
        DispatchQueue.global().async {
            began.signal()
            answer = try? curl.get("/runs/\(sample.run)/everything.zip", "--limit-rate", "200K")
            ended.signal()
        }
        began.wait()
        let audit = "\(sample.folder.path)/portal-state/audit.jsonl"
        while !((try? String(contentsOfFile: audit, encoding: .utf8))?.contains("everything.zip") ?? false) {
            usleep(10_000)
        }
        let ending = try portal.stop(signal)
        ended.wait()
        #expect(ending.status == 0, "\(ending.notes)")
        let taken = try #require(answer)
        #expect((taken.status, taken.ending) == (200, 0), "the archive came whole")
        try taken.body.write(to: URL(filePath: "\(folder.path)/all.zip"))
        #expect(try Program("python3", folder: folder).run("-m", "zipfile", "-t", "all.zip").status == 0)
    }
}
