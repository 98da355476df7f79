import HTTPTransport
import PostgresLedger
import Reconciliation
import StripeAPI

/// Opens what a replay needs, replays, and prints it.
struct ReplaySession {
    let configuration: Configuration
    let console: Output
    let request: ReplayRequest
    /// Whether events are sent, or only listed.
    let sends: Bool
    /// Whether the lines for Stripe's own tool are printed instead.
    let printsResend: Bool

    /// Replays.
    ///
    /// - Throws: ``Failure``, and the adapters' errors, which `Failure(of:)` turns into one.
    func run() async throws -> ExitStatus {
        let now = Instant.now
        try request.require(now: now)
        let endpoint = try configuration.replay.checkedEndpoint(isNeeded: !printsResend)
        let signature = sends ? try configuration.replay.signature() : nil
        let stripe = try configuration.stripeClient()
        let stop = StopSignal()
        let ledger = try configuration.ledger()
        try await ledger.connect()
        let id = RunID(startedAt: now, command: "replay", suffix: .random(in: .min ... .max))
        let preflight = Preflight(ledger: ledger, stripe: stripe, posts: false)
        try await preflight.requireSession()
        guard let signature else {
            try await preflight.require()
            return try await replay(id, stripe, ledger, stop, to: endpoint, by: nil)
        }
        // No run plans what is being sent, and no second replay sends it too.
        let lease = try await configuration.lease(for: id, after: preflight)
        await ledger.obey(lease)
        do {
            try await preflight.require()
            let sender = EventSender(
                to: configuration.replay.endpoint ?? "",
                signing: signature,
                timeLimit: .seconds(configuration.replay.timeLimit),
                mark: id.text
            )
            let status = try await replay(id, stripe, ledger, stop.watching(lease), to: endpoint, by: sender)
            await lease.release()
            return status
        } catch {
            await lease.release()
            throw error
        }
    }

    private func replay(
        _ id: RunID,
        _ stripe: StripeClient,
        _ ledger: PostgresLedger,
        _ stop: StopSignal,
        to endpoint: String,
        by sender: EventSender?
    ) async throws -> ExitStatus {
        let endpoints = await endpoints(of: stripe)
        let request = request
        let events = try await stop.interrupting { try await request.events(of: stripe, now: .now) }
        let standing = try await ledger.guardStanding(tries: sender != nil)
        let printer = ReplayPrinter(
            console,
            sends: sends,
            printsResend: printsResend,
            isLive: stripe.configuration.key.mode == .live,
            endpoints: endpoints
        )
        let replay = Replay(
            id: id,
            gate: ReplayGate(
                request: request,
                stripe: stripe,
                ledger: ledger,
                endpoint: endpoint,
                registered: endpoints.first { $0.url == configuration.replay.endpoint },
                guardStanding: standing,
                patience: configuration.lateWebhooks,
                hasEvidence: try await !ledger.evidence().isEmpty
            ),
            stop: stop,
            sender: sender,
            rate: configuration.replay.rate,
            mostFailuresInARow: Int(configuration.mostFailuresInARow),
            tell: printer.tell
        )
        let (tally, end) = await replay.perform(events)
        let (status, failure) = (status(of: tally, end), failure(end, tally))
        printer.tell(tally, by: replay, status, failure)
        if let failure { console.complain(failure) }
        return status
    }

    /// The account's endpoints; none where the key may not read them, which is said.
    private func endpoints(of stripe: StripeClient) async -> [WebhookEndpoint] {
        do throws(StripeError) {
            return try await stripe.webhookEndpoints()
        } catch {
            console.note("webhook endpoints were not looked at, so types and ids of endpoints are unknown: \(error)")
            return []
        }
    }

    private func status(of tally: ReplayTally, _ end: Replay.End) -> ExitStatus {
        switch end {
        case .stopped(let failure): failure.status
        case .unreachable: .unavailable
        case .failing: .partlyCorrected
        case .complete: tally.failed > 0 ? .partlyCorrected : .tiedOut
        }
    }

    private func failure(_ end: Replay.End, _ tally: ReplayTally) -> Failure? {
        switch end {
        case .complete: nil
        case .stopped(let failure):
            Failure(
                failure.status,
                [.interrupted, .terminated].contains(failure.status)
                    ? "stopped by a signal; what was sent is written down" : failure.sentence,
                advice: "Type it again: what was delivered is not sent twice."
            )
        case .unreachable(let reason):
            Failure(
                .unavailable,
                "the endpoint is out of reach, so nothing more was sent: \(reason)",
                advice: "When it answers again, type it again: what was delivered is not sent twice."
            )
        case .failing:
            Failure(
                .partlyCorrected,
                "\(tally.failuresInARow) events failed in a row, so nothing more was sent",
                advice: "Mend the handler, then type it again: what was delivered is not sent twice."
            )
        }
    }
}

extension ReplaySettings {
    /// The endpoint as it is shown, once it is known to be one.
    ///
    /// - Throws: ``Failure`` with status 78.
    fileprivate func checkedEndpoint(isNeeded: Bool) throws(Failure) -> String {
        guard let endpoint, let shownEndpoint else {
            guard isNeeded else { return "" }
            throw Failure(
                .configuration,
                "there is no endpoint to replay to",
                advice: "Say --endpoint https://app.example.com/webhooks/stripe, or set replay.endpoint in tieout.yaml."
            )
        }
        try Secret(endpoint).requireAddress("the endpoint")
        return shownEndpoint
    }
}
