import Testing

@testable import StripeSimulator

/// Faults as a command line names them.
@Suite struct FaultScheduleTests {
    private func request(_ number: Int, _ path: String = "/v1/charges", onPath: Int? = nil) -> RequestDescription {
        RequestDescription(method: "GET", path: path, target: path, number: number, numberOnPath: onPath ?? number)
    }

    @Test(arguments: [
        ("503", Fault.status(503)), ("429", .status(429)),
        ("rate-limited", .status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate"])),
        ("truncated", .truncated(after: 997)), ("truncated=5", .truncated(after: 5)), ("empty", .emptyBody),
        ("html", .html), ("wrong-length=-3", .wrongLength(by: -3)), ("reset=0", .reset(after: 0)),
        ("stall", .stall(after: 0)), ("drip=100", .drip(bytesPerSecond: 100)), ("repeated-page", .repeatedPage),
        ("backward-page", .backwardPage), ("has-more=true", .hasMore(true)), ("has-more=false", .hasMore(false)),
        ("missing-cursor", .missingCursor),
        ("huge=9", .hugeObject(bytes: 9)), ("deep=9", .deepJSON(levels: 9)),
    ])
    func everyFaultHasAName(_ specification: String, _ fault: Fault) throws {
        #expect(try FaultSchedule([specification]).fault(for: request(1)) == fault)
    }

    @Test func aPathAndANumberChooseTheRequest() throws {
        let schedule = try FaultSchedule(["500@charges:2", "503@/v1/checkout/sessions", "empty:9"])
        #expect(schedule.fault(for: request(5, onPath: 1)) == nil)
        #expect(schedule.fault(for: request(6, onPath: 2)) == .status(500))
        #expect(schedule.fault(for: request(7, "/v1/checkout/sessions", onPath: 1)) == .status(503))
        #expect(schedule.fault(for: request(9, "/v1/refunds", onPath: 1)) == .emptyBody)
    }

    @Test func aFaultMayStayFromARequestOnOrForSomeTime() throws {
        let revoked = try FaultSchedule(["401:3+"])
        #expect((1...5).map { revoked.fault(for: request($0)) != nil } == [false, false, true, true, true])
        let refused = try FaultSchedule(["rate-limited@charges:600s"])
        let hits = [Int64(0), 599, 600].map { seconds in
            var request = request(1)
            request.seconds = seconds
            return refused.fault(for: request) != nil
        }
        #expect(hits == [true, true, false])
    }

    @Test func aRateHitsItsShareAndTheSameRequestsEveryTime() throws {
        let hits = { (seed: UInt64) throws -> [Int] in
            let schedule = try FaultSchedule(["429:30%"], seed: seed)
            return (1...1_000).filter { schedule.fault(for: request($0)) != nil }
        }
        let first = try hits(1)
        #expect((250...350).contains(first.count))
        #expect(try hits(1) == first)
        #expect(try hits(2) != first)
        #expect(try FaultSchedule(["429:100%"]).fault(for: request(1)) == .status(429))
    }

    @Test(arguments: [
        "", "200", "600", "trunkated", "truncated=x", "html=1", "truncated=-1", "has-more", "500:0", "500:0%", "500:0+",
        "500:0s",
        "500:101%", "500:often",
    ])
    func whatCannotBeReadIsNamed(_ specification: String) {
        #expect { try FaultSchedule([specification]) } throws: { error in
            (error as? FaultSpecificationError)?.specification == specification
        }
    }
}
