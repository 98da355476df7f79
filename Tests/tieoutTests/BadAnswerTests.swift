import StripeSimulator
import Testing

/// A Stripe that cannot be reached or answers with something else than Stripe's objects. One grant is due; none is made.
@Suite struct BadAnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let fault: Fault
        /// What the sentence must say.
        let says: String
    }

    static let cases = [
        Case(testDescription: "broken JSON", fault: .deepJSON(levels: 5_000), says: "refunds"),
        Case(testDescription: "a page for people", fault: .html, says: "refunds"),
        Case(testDescription: "an empty body", fault: .emptyBody, says: "refunds"),
        Case(testDescription: "a page cut short", fault: .truncated(after: 20), says: "refunds"),
        Case(testDescription: "a wrong content length", fault: .wrongLength(by: 7), says: "refunds"),
        Case(testDescription: "a reset within a page", fault: .reset(after: 20), says: "refunds"),
        Case(testDescription: "a list without an end", fault: .hasMore(true), says: "it is said to go on"),
        Case(testDescription: "status 500", fault: .status(500), says: "status 500"),
    ]

    /// Only the list of refunds is bad, and only once the run has begun: preflight's own request was answered.
    @Test(arguments: cases)
    func aListThatStaysBrokenLeavesTheRunIncomplete(_ wrong: Case) async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/refunds" && request.numberOnPath > 1 ? wrong.fault : nil
        }
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied + ["--output", "json"])
        #expect(ending.status == 69)
        #expect(ending.notes.contains(wrong.says), "\(ending.notes)")
        #expect(ending.notes.contains("The run is incomplete"))
        #expect(try ending.json().number("exit_status") == 69)
        #expect(try Books(of: night.database) == before)
        #expect(night.program.folder.names(in: "reports") == [])
        let runs = try night.program.run("runs", "--output", "json").json().objects("runs")
        #expect(runs.map { $0.text("status") } == ["incomplete"])
        #expect(runs.map { $0.number("exit_status") } == [69])
    }

    @Test(arguments: cases)
    func aListThatIsBrokenTwiceIsReadAThirdTime(_ passing: Case) async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/refunds" && (2...3).contains(request.numberOnPath) ? passing.fault : nil
        }
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(try night.balance() == 50)
    }

    @Test func anAnswerThatWillNotChangeIsNotAskedForAgain() async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/disputes" && request.numberOnPath > 1 ? .status(400) : nil
        }
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 1)
        #expect(ending.notes.contains("/v1/disputes"), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
        #expect(night.stripe.requests.filter { $0.target.hasPrefix("/v1/disputes") }.count == 2)
    }

    @Test func aKeyThatIsRevokedMeanwhileEndsTheRun() async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/refunds" && request.numberOnPath > 1 ? .status(401) : nil
        }
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains("does not accept the key"), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }

    @Test func anObjectOfTenMegabytesIsReadLikeAnyOther() async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/charges" && request.numberOnPath > 1 ? .hugeObject(bytes: 10_000_000) : nil
        }
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(try night.balance() == 50)
    }

    @Test func aStripeThatNobodyServesIsOutOfReach() async throws {
        let night = try await OneMissedSale()
        let before = try Books(of: night.database)
        night.stripe.stop()
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 69)
        #expect(ending.notes.contains("127.0.0.1"), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }

    @Test(arguments: ["http://api.stripe.example", "ftp://127.0.0.1", "127.0.0.1:4242", "https://user@api.stripe.com"])
    func anAddressThatWouldGiveTheKeyAwayIsRefused(_ address: String) async throws {
        let night = try await OneMissedSale()
        let ending = try night.program.with(["STRIPE_API_BASE": address]).run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains("the Stripe address is not accepted"), "\(ending.notes)")
    }
}
