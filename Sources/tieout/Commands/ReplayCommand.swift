import ArgumentParser
import HTTPTransport
import Reconciliation

/// `tieout replay`: sends events to the application's own webhook endpoint.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Sends events that Stripe could not deliver to your own webhook endpoint, signed as Stripe signs.",
        discussion: """
            For what only the application's handler can do: mails, subscription tiers. Credits that are missing are given by
            `tieout run --apply`, with or without this. Without --send it only lists what it would send.

            Events go out oldest first, one at a time, each once; the answer of each is recorded. One that the endpoint took
            from an earlier replay is not sent again without --again. An event of a purchase that was granted is sent only
            where the guard is in force (tieout migrate --guard); without it, an event that Stripe still tries to deliver is
            left to Stripe. While events are sent no run is at work.

            Exit status: 0 all were delivered, or listed · 3 some failed · 64 an event or period that cannot be asked for
              69 the endpoint or Stripe is out of reach · 75 a run is at work · 78 no endpoint, no secret, no whsec_…

            Environment: STRIPE_WEBHOOK_SECRET, or STRIPE_WEBHOOK_SECRET_FILE: the endpoint's signing secret.

            Examples:
              tieout replay                                        what would be sent of the last 30 days
              tieout replay --type checkout.session.completed --since 2026-11-22T09:10:00Z --send
              tieout replay evt_1QRsTuVwXyZ --again --send
              tieout replay --print-resend                         the lines for Stripe's own tool instead
            """
    )

    @Argument(help: ArgumentHelp("Events, instead of all that are undelivered.", valueName: "evt_…"))
    var events: [String] = []

    @Flag(help: "Send them; without it they are listed.")
    var send = false

    @Flag(help: "Send nothing, only list; the default, for whoever wants to say so.")
    var dryRun = false

    @Option(
        help: ArgumentHelp("Where to send them: https, or this machine (default: replay.endpoint).", valueName: "url")
    )
    var endpoint: String?

    @Option(
        help: ArgumentHelp("The first instant, RFC 3339 with a zone; at most 30 days ago.", valueName: "instant"),
        transform: Instant.argument
    )
    var since: Instant?

    @Option(
        help: ArgumentHelp("The first instant after the last event (default: now).", valueName: "instant"),
        transform: Instant.argument
    )
    var until: Instant?

    @Option(help: ArgumentHelp("Only events of this type; may be repeated.", valueName: "type"))
    var type: [String] = []

    @Flag(help: "Also events that Stripe counts as delivered: the handler answered 200 and failed. Needs --since.")
    var delivered = false

    @Flag(help: "Also events that the endpoint took from an earlier replay.")
    var again = false

    @Option(help: ArgumentHelp("The most events a second (default: replay.rate, 5).", valueName: "count"))
    var rate: Int?

    @Flag(help: "Print `stripe events resend` lines instead of sending.")
    var printResend = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard !send || !dryRun else { throw ValidationError("--send and --dry-run contradict each other") }
        guard !send || !printResend else { throw ValidationError("--send and --print-resend contradict each other") }
        if let rate, !(1...100).contains(rate) { throw ValidationError("--rate must be a number from 1 to 100") }
        if let endpoint {
            do throws(InvalidAddress) {
                _ = try HTTPOrigin(of: endpoint)
            } catch {
                throw ValidationError("--endpoint is no usable address: \(error)")
            }
        }
    }

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            if let endpoint { configuration.replay.endpoint = endpoint }
            if let rate { configuration.replay.rate = rate }
            let session = ReplaySession(
                configuration: configuration,
                console: console,
                request: ReplayRequest(
                    ids: events,
                    since: since,
                    until: until,
                    types: type,
                    includesDelivered: delivered,
                    again: again
                ),
                sends: send,
                printsResend: printResend
            )
            return try await session.run()
        }
    }
}
