import Foundation
import StripeSimulator
import TestSupport
import Testing

/// What programs that collect logs read: one JSON object a line, whatever happens.
@Suite struct LogFormatTests {
    /// The lines of standard error, each of which has to be an object with a time, a level and a message.
    private func lines(of ending: Ending) throws -> [JSONObject] {
        let lines = try ending.notes.split(separator: "\n").map { try JSONObject(String($0)) }
        for line in lines {
            #expect(line.text("ts")?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
            #expect(["debug", "info", "warning", "error", "critical"].contains(line.text("level")))
            #expect(line.text("msg")?.isEmpty == false)
        }
        return lines
    }

    @Test(arguments: [true, false]) func aRunIsToldByRunAndPhase(_ byOption: Bool) async throws {
        let night = try await OneMissedSale()
        let program = byOption ? night.program : night.program.with(["TIEOUT_LOG_FORMAT": "json"])
        let ending = try program.run(
            night.applied + ["--output", "json"] + (byOption ? ["--log-format", "json"] : [])
        )
        #expect(ending.status == 0)
        let lines = try lines(of: ending)
        let run = try #require(try ending.json().text("run_id"))
        let ofTheRun = lines.filter { $0.text("run_id") != nil }
        #expect(Set(ofTheRun.map { $0.text("run_id") }) == [run])
        let phases = ofTheRun.compactMap { $0.text("phase") }
        #expect(
            Set(phases).isSuperset(of: ["collect", "match and find", "post", "find again", "account"]),
            "\(phases)"
        )
        #expect(ofTheRun.count == phases.count, "a line without a phase")
    }

    @Test func aFailureHasTheRequestThatSupportAsksFor() async throws {
        let night = try await OneMissedSale { request in
            request.path == "/v1/disputes" && request.numberOnPath > 1 ? .status(400) : nil
        }
        let ending = try night.program.run(night.applied + ["--log-format", "json"])
        #expect(ending.status == 1)
        let last = try #require(try lines(of: ending).last)
        #expect(last.text("level") == "error")
        #expect(last.text("request_id")?.hasPrefix("req_") == true, "\(ending.notes)")
        #expect(last.text("run_id")?.contains("-manual-") == true)
        #expect(ending.notes.contains(#""error.code":"1""#))
    }

    @Test func aSecretIsBlottedInEveryMember() async throws {
        let night = try await OneMissedSale()
        let echo = try EchoingServer(statuses: [400])
        let program = night.program.with([
            "STRIPE_API_BASE": echo.baseURL, "STRIPE_SECRET_KEY": "sk_test_CaNaRy0123456789",
        ])
        let ending = try program.run(night.applied + ["--log-format", "json"])
        #expect(ending.status != 0)
        #expect(try !lines(of: ending).isEmpty)
        #expect(!ending.notes.contains("CaNaRy"), "\(ending.notes)")
        withExtendedLifetime(echo) {}
    }

    @Test func quietIsQuiet() async throws {
        let night = try await OneMissedSale()
        let ending = try night.program.run(night.applied + ["--log-format", "json", "--quiet"])
        #expect(ending.status == 0)
        #expect(ending.notes == "")
        #expect(try night.program.run("runs", "--log-format", "xml").status == 64)
    }
}
