import Foundation
import TestSupport
import Testing

/// A whole outage from its discovery to the last late retry: the endpoint was down for four hours, and then for a day the
/// handler answered 200 and did nothing. Every buyer is granted once.
@Suite struct WholeMorningTests {
    @Test func everyBuyerIsGrantedOnce() async throws {
        let night = try await UndeliveredNight(hoursAgo: 50, lost: 8, swallowed: 48, around: 40)
        let application = try night.endpoint()
        #expect(try night.grants().count == 80)

        // What was it, whom did it hurt, and what mends it?
        let found = try night.program.run("outage", "--last", "4d", "--output", "json")
        #expect(found.status == 2, "\(found.notes)")
        let outages = try found.json().objects("outages")
        #expect(outages.compactMap { $0.number("purchases") }.reduce(0, +) == 56)
        #expect(outages.compactMap { $0.number("buyers") }.reduce(0, +) == 56)
        let mends = outages.compactMap { $0.text("backfill")?.split(separator: " ").dropFirst().map(String.init) }
        try #require(mends.count == outages.count && !mends.isEmpty)

        // The plan changes nothing; the same line with --apply mends it, and may be typed again.
        for mend in mends {
            let planned = try night.program.run(mend)
            #expect(planned.output.contains("would be granted with --apply"), "\(planned.output)\(planned.notes)")
        }
        #expect(try night.grants().count == 80)
        for mend in mends + mends {
            let mended = try night.program.run(mend + ["--apply"])
            #expect(mended.status == 0, "\(mended.output)\(mended.notes)")
            #expect(mended.output.contains("paid sessions of the period are granted"), "\(mended.output)")
            #expect(mended.output.contains("\nall "), "\(mended.output)")
        }
        #expect(try night.grants() == night.everyoneOnce)

        // What only the handler does, such as mails; then Stripe's own late retries, and a person who resends the rest.
        let replay = ["replay", "--endpoint", application.url, "--rate", "100", "--type", "checkout.session.completed"]
        let replayed = try night.program.run(replay + ["--send"])
        #expect(replayed.status == 0, "\(replayed.output)\(replayed.notes)")
        #expect(application.received == night.lost)
        for event in night.lost + night.swallowed { try? night.deliver(event) }
        #expect(try night.grants() == night.everyoneOnce)

        // The next night finds nothing to do, and the outage is told as mended.
        let next = try night.program.run(night.applied)
        #expect(next.output.contains("granted     0 purchases"), "\(next.output)\(next.notes)")
        #expect(try night.grants() == night.everyoneOnce)
        let told = try night.program.run("outage", "--last", "4d", "--output", "json")
        #expect(told.status == 0, "\(told.notes)")
        #expect(try told.json().objects("outages").compactMap { $0.number("mended") }.reduce(0, +) == 56)
    }
}
