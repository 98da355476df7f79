import Foundation
import Reports
import TestSupport
import Testing

/// The door of a portal that runs: who is let in, what every answer carries, and forms of other sites.
@Suite struct DoorTests {
    /// What every answer carries, whatever it answers.
    private static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    @Test func everyAnswerCarriesTheHeaders() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        for (curl, targets) in [
            (try Curl(portal), ["/", "/sign-in", "/health", "/style.css", "/nothing", "/audit"]),
            (try Curl.signedIn(to: portal), ["/", "/runs/\(sample.run)/", "/runs/\(sample.run)/grants.csv", "/audit"]),
        ] {
            for target in targets {
                let headers = try curl.get(target).headers
                #expect(headers["content-security-policy"] == Self.policy, "\(target)")
                #expect(headers["x-content-type-options"] == "nosniff", "\(target)")
                #expect(headers["cache-control"] == "no-store", "\(target)")
                #expect(headers["x-frame-options"] == "DENY", "\(target)")
                #expect(headers["server"] == nil, "\(target)")
                #expect(headers["strict-transport-security"] == nil, "over http a browser is told nothing of https")
            }
        }
    }

    @Test func withoutSigningInThereIsOnlyTheDoor() throws {
        let sample = try PublishedSample()
        let curl = try Curl(try sample.portal())
        for target in [
            "/", "/runs/\(sample.run)/", "/runs/\(sample.run)/grants.csv", "/runs/\(sample.run)/plan", "/audit",
        ] {
            let answer = try curl.get(target)
            #expect(answer.status == 303, "\(target)")
            #expect(answer.headers["location"]?.hasPrefix("/sign-in") == true, "\(target)")
        }
        // A program is told, not led to a page.
        let bearer = try curl.get("/runs/\(sample.run)/grants.csv", "-H", "Authorization: Bearer x")
        #expect(bearer.status == 401)
        #expect(try curl.post("/runs/\(sample.run)/plan", ["verdict": "approved"]).status == 401)
    }

    @Test func theOneTimeLinkOpensOnce() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal()
        let token = String(try #require(portal.link?.split(separator: "=").last))
        // Looking at it, as mail programs do, does not use it up.
        #expect(try Curl(portal).get("/sign-in/link?token=\(token)").status == 200)
        let signedIn = try Curl(portal).post("/sign-in/link", ["token": token])
        #expect(signedIn.status == 303)
        let cookie = try #require(signedIn.headers["set-cookie"])
        #expect(cookie.hasPrefix("__Host-tieout="))
        for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains(part)) }
        #expect(try Curl(portal).post("/sign-in/link", ["token": token]).status == 403)
        #expect(!portal.log.contains(token))
    }

    @Test func signingOutEndsTheSession() throws {
        let portal = try PublishedSample().portal()
        let curl = try Curl.signedIn(to: portal)
        #expect(try curl.post("/sign-out", [:], "-X", "POST").status == 415, "not without the page's form")
        #expect(try curl.post("/sign-out", ["form_token": "other"]).status == 403)
        #expect(try curl.get("/").status == 200)
        let token = try curl.formToken()
        #expect(try curl.post("/sign-out", ["form_token": token]).status == 303)
        #expect(try curl.get("/").status == 303)
    }

    @Test(arguments: ["https://evil.example", "null", "http://127.0.0.1:1"]) func aFormOfAnotherSite(_ origin: String)
        throws
    {
        let curl = try Curl.signedIn(to: try PublishedSample().portal())
        let token = try curl.formToken()
        #expect(try curl.post("/sign-out", ["form_token": token], "-H", "Origin: \(origin)").status == 403)
        let site = "Sec-Fetch-Site: cross-site"
        #expect(try curl.post("/sign-out", ["form_token": token], "-H", site).status == 403)
        #expect(try curl.get("/").status == 200, "still signed in")
        #expect(try curl.post("/sign-out", ["form_token": token], "-H", "Origin: \(curl.origin)").status == 303)
    }

    /// Whoever knows a password could have had a token for it, so such a token is no way around the second factor.
    @Test func aTokenOfAPasswordAloneIsNoWayAroundASecondFactor() async throws {
        let (sample, project) = (try PublishedSample(), try Project())
        let environment = [
            "PORTAL_SUPABASE_URL": project.address, "PORTAL_SUPABASE_ANON_KEY": "the-anon-key",
        ]
        let portal = try sample.portal(environment)
        func answer(_ email: String, _ level: String, from portal: RunningPortal) async throws -> Int {
            let claims = project.claims(["email": email, "aal": level], now: Date())
            let token = try await project.token("ES256", claims)
            return try Curl(portal).post("/sign-in/token", ["access_token": token]).status
        }
        #expect(try await answer("alice@example.com", "aal1", from: portal) == 303, "she has none")
        #expect(try await answer("factor-verified@example.com", "aal1", from: portal) == 403)
        #expect(try await answer("factor-verified@example.com", "aal2", from: portal) == 303)
        #expect(try await answer("factor-unverified@example.com", "aal1", from: portal) == 303)
        let strict = try sample.portal(environment.merging(["PORTAL_TOKEN_LEVEL": "aal2"]) { $1 })
        #expect(try await answer("alice@example.com", "aal1", from: strict) == 403)
        #expect(try await answer("alice@example.com", "aal2", from: strict) == 303)
    }

    /// Who made a plan is told so, and shown no form.
    @Test func theMakerOfAPlanIsShownNoForm() throws {
        let sample = try PublishedSample()
        let plan = try JSONDecoder().decode(
            PlanDocument.self,
            from: Data(contentsOf: URL(filePath: "\(sample.report)/plan.json"))
        )
        for (name, sentence) in [
            (plan.plannedBy, "somebody else has to decide"), ("anna", "No database is configured here"),
        ] {
            let portal = try RunningPortal(
                ["PORTAL_REPORTS": "\(sample.folder.path)/reports"],
                ["--one-time-link", name],
                folder: sample.folder
            )
            let page = try Curl.signedIn(to: portal).get("/runs/\(sample.run)/plan").text
            #expect(page.contains(sentence), "\(name)")
        }
    }

    @Test func behindAProxyTheProxySaysWhoItIs() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal([
            "PORTAL_URL": "https://reports.example.com", "PORTAL_PROXY_ADDRESSES": "127.0.0.1",
            "PORTAL_PROXY_USER_HEADER": "X-Auth-User", "PORTAL_PROXY_ROLE_HEADER": "X-Auth-Groups",
        ])
        let curl = try Curl(portal)
        let from = ["-H", "X-Forwarded-For: 6.6.6.6, 203.0.113.7"]
        let file = "/runs/\(sample.run)/grants.csv"
        let taken = try curl.ask(
            file,
            ["-H", "X-Auth-User: vera@example.com", "-H", "X-Auth-Groups: sales, finance"] + from
        )
        #expect(taken.status == 200)
        #expect(taken.headers["strict-transport-security"] == "max-age=31536000")
        #expect(
            try curl.ask(file, ["-H", "X-Auth-User: vera@example.com", "-H", "X-Auth-Groups: sales"]).status == 403
        )
        #expect(try curl.ask(file, []).status == 303)
        let audit = try String(contentsOfFile: "\(sample.folder.path)/portal-state/audit.jsonl", encoding: .utf8)
        #expect(audit.contains("\"client\":\"203.0.113.7\""), "what the proxy says, not what the client claims")
        #expect(audit.contains("\"source\":\"proxy\""))
    }

    @Test func fromElsewhereTheProxysHeaderIsIgnored() throws {
        let sample = try PublishedSample()
        let portal = try sample.portal([
            "PORTAL_PROXY_ADDRESSES": "10.0.0.1", "PORTAL_PROXY_USER_HEADER": "X-Auth-User",
        ])
        let answer = try Curl(portal).get("/runs/\(sample.run)/grants.csv", "-H", "X-Auth-User: vera@example.com")
        #expect(answer.status == 303)
        #expect(portal.log.contains("is ignored"))
    }
}
