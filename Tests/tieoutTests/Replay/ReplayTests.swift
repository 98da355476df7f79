import Foundation
import LocalPeers
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// The morning after: events that were lost are sent through the application's own handler, each once.
@Suite struct ReplayTests {
    @Test func anOutageIsReplayedAndEveryBuyerIsGrantedOnce() async throws {
        let night = try await UndeliveredNight()
        let application = try night.endpoint()
        let replay = ["replay", "--endpoint", application.url, "--rate", "100"]

        let planned = try night.program.run(replay + ["--dry-run"])
        #expect(planned.status == 0, "\(planned.notes)")
        #expect(planned.output.contains("would send 8 events, 0 skipped"), "\(planned.output)")
        #expect(application.received == [])
        #expect(try night.tries() == [])

        let sent = try night.program.run(replay + ["--send"])
        #expect(sent.status == 0, "\(sent.output)\(sent.notes)")
        #expect(application.received == night.lost, "oldest first, and no other")
        #expect(try night.grants() == night.everyoneOnce)
        #expect(try night.tries() == night.lost.map { "\($0) 1 delivered 200" })

        let again = try night.program.run(replay + ["--send"])
        #expect(again.status == 0)
        #expect(again.output.contains("delivered 0 events, 0 failed, 8 skipped"), "\(again.output)")
        #expect(application.received == night.lost)

        // Asked for twice, and Stripe's own late retry: the guard keeps the handler from granting again.
        let asked = try night.program.run(replay + ["--send", "--again"])
        #expect(asked.status == 0)
        #expect(application.received == night.lost + night.lost)
        #expect(try night.grants() == night.everyoneOnce)
        let run = try night.program.run(night.applied)
        #expect(run.output.contains("granted     0 purchases"), "\(run.output)\(run.notes)")
        #expect(try night.grants() == night.everyoneOnce)
    }

    @Test func whatIsChosenIsSentAndNothingElse() async throws {
        let night = try await UndeliveredNight()
        let application = try night.endpoint()
        let replay = ["replay", "--endpoint", application.url, "--rate", "100", "--send"]
        let created = night.account.account.events[night.lost[3]].created
        let since = OneMissedSale.rfc3339(created)

        _ = try night.program.run(replay + [night.lost[5], night.lost[0], night.lost[5]])
        #expect(application.received == [night.lost[0], night.lost[5]])
        _ = try night.program.run(replay + ["--since", since, "--until", OneMissedSale.rfc3339(created + 1)])
        #expect(application.received.last == night.lost[3] && application.received.count == 3)
        let other = try night.program.run(replay + ["--type", "charge.succeeded", "--type", "charge.failed"])
        #expect(other.output.contains("delivered 0 events, 0 failed, 0 skipped"))
        let wildcard = try night.program.run(replay + ["--type", "checkout.*"])
        #expect(wildcard.output.contains("delivered 5 events, 0 failed, 3 skipped"), "\(wildcard.output)")
        #expect(try night.grants() == night.everyoneOnce)
    }

    /// The handler answered 200 and failed: for Stripe these events are delivered.
    @Test func deliveredEventsAreSentWhereTheLedgerShowsNoGrant() async throws {
        let night = try await UndeliveredNight()
        for event in night.lost { night.account.update { $0.events[event].pendingWebhooks = 0 } }
        let application = try night.endpoint()
        let since = OneMissedSale.rfc3339(Int64(Date().timeIntervalSince1970) - 20 * 86_400)
        let replay = [
            "replay", "--endpoint", application.url, "--rate", "100", "--send", "--delivered", "--type",
            "checkout.session.completed", "--output", "json",
        ]
        let sent = try night.program.run(replay + ["--since", since])
        #expect(sent.status == 0, "\(sent.output)\(sent.notes)")
        #expect(application.received == night.lost)
        let reasons = try sent.json().objects("events").compactMap { $0.text("reason") }
        #expect(reasons == Array(repeating: "granted_and_delivered", count: 8))
        #expect(try night.grants() == night.everyoneOnce)
        let unbounded = try night.program.run(replay)
        #expect(unbounded.status == 64)
    }

    @Test func whatStripeDeliveredMeanwhileIsNotSent() async throws {
        let night = try await UndeliveredNight()
        let (account, first) = (night.account, night.lost[0])
        let application = try night.endpoint(
            .meanwhile { [last = night.lost[7], another = night.lost[6]] in
                account.update { account in
                    account.events[last].pendingWebhooks = 0
                    account.events.remove(another)
                }
            }
        )
        let sent = try night.program.run("replay", "--endpoint", application.url, "--rate", "100", "--send")
        #expect(sent.output.contains("delivered 6 events, 0 failed, 2 skipped"), "\(sent.output)")
        #expect(sent.output.contains("Stripe has it no longer"))
        #expect(sent.output.contains("Stripe has delivered it meanwhile"))
        #expect(application.received.first == first)
    }

    @Test(arguments: [true, false])
    func theLinesForStripesOwnToolArePrinted(withGuard: Bool) async throws {
        // Without a guard a replay would leave these to Stripe; a resend is Stripe's own.
        let night = try await UndeliveredNight(lost: 2, withGuard: withGuard)
        night.account.update { account in
            account.webhookEndpoints.append(
                StripeSimulator.WebhookEndpoint("we_1Main", for: ["checkout.session.completed"])
            )
        }
        let printed = try night.program.run("replay", "--print-resend")
        #expect(printed.status == 0, "\(printed.notes)")
        #expect(
            printed.output
                == night.lost.map { "stripe events resend \($0) --webhook-endpoint=we_1Main\n" }.joined()
        )
    }

    @Test func anInterruptionStopsAfterTheEventAtHand() async throws {
        let night = try await UndeliveredNight()
        let (reached, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let application = try night.endpoint(
            .meanwhile {
                reached.signal()
                _ = gate.wait(timeout: .now() + 60)
            }
        )
        let replay = try night.program.start(["replay", "--endpoint", application.url, "--send", "--output", "json"])
        try #require(reached.wait(timeout: .now() + 60) == .success)
        replay.send(SIGINT)
        gate.signal()
        let ending = try replay.ending()
        #expect(ending.status == 130, "\(ending.notes)")
        #expect(try ending.json().number("counts.delivered") == 1)
        #expect(try ending.json().number("counts.not_tried") == 7)
        #expect(try night.tries() == ["\(night.lost[0]) 1 delivered 200"])
    }
}
