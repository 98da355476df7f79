import PostgresLedger
import Reconciliation
import StripeAPI

/// Sends events to the application's endpoint one after the other, oldest first, or says what it would send.
struct Replay {
    let id: RunID
    let gate: ReplayGate
    let stop: StopSignal
    /// Who sends; nil where nothing is to be sent.
    let sender: EventSender?
    /// The most events a second.
    let rate: Int
    /// After how many failures in a row it stops.
    let mostFailuresInARow: Int
    /// Told of each event as soon as it is known what became of it.
    let tell: (ReplayedEvent) -> Void

    /// Why the rest was not tried.
    enum End {
        /// All were tried.
        case complete
        /// A signal was received, the lease was lost, or Stripe or the database failed.
        case stopped(Failure)
        /// Nobody is there, or nobody answers.
        case unreachable(String)
        /// Too many answers in a row were no 2xx.
        case failing
    }

    /// Goes through the events, as far as it comes.
    func perform(_ events: [ListedEvent]) async -> (tally: ReplayTally, end: End) {
        var tally = ReplayTally()
        var end = End.complete
        var place = events.startIndex
        while place < events.endIndex, case .complete = end {
            let began = ContinuousClock.now
            do {
                try stop.check()
                let replayed = try await replay(events[place])
                tally.count(replayed)
                tell(replayed)
                place += 1
                guard case .sent(let answer, _) = replayed.fate else { continue }
                end = replayed.failure.map { .stopped($0) } ?? self.end(after: answer, tally)
                if place < events.endIndex, case .complete = end { await pause(since: began) }
            } catch {
                end = .stopped(Failure(of: error))
            }
        }
        for event in events[place...] {
            let left = ReplayedEvent(event: event, fate: .notTried)
            tally.count(left)
            tell(left)
        }
        return (tally, end)
    }

    private func end(after answer: EventAnswer, _ tally: ReplayTally) -> End {
        if case .unreachable = answer { return .unreachable(answer.said) }
        guard tally.failuresInARow >= mostFailuresInARow else { return .complete }
        return answer.isSilence ? .unreachable(answer.said) : .failing
    }

    private func replay(_ event: ListedEvent) async throws -> ReplayedEvent {
        // The guard makes sending harmless: then a plan need not read each event.
        if sender == nil, gate.guardStanding.isInForce, !gate.request.includesDelivered {
            let skip = try await gate.firstLook(at: event)
            return ReplayedEvent(event: event, fate: skip.map { .skipped($0) } ?? .planned)
        }
        switch try await gate.verdict(on: event) {
        case .skip(let reason): return ReplayedEvent(event: event, fate: .skipped(reason))
        case .send(let replayable):
            let version = replayable.payload.apiVersion
            guard let sender else { return ReplayedEvent(event: event, fate: .planned, apiVersion: version) }
            let sent = try await send(replayable, by: sender)
            return ReplayedEvent(event: event, fate: sent.fate, apiVersion: version, failure: sent.failure)
        }
    }

    /// Sends it once. It is written down before: a replay that is killed meanwhile, or that cannot write down what came of it,
    /// leaves a try without an outcome.
    private func send(
        _ event: ReplayableEvent,
        by sender: EventSender
    ) async throws -> (fate: ReplayedEvent.Fate, failure: Failure?) {
        let payload = event.payload
        let number = try await gate.ledger.beginReplay(
            ReplayTry(
                event: payload.id,
                type: payload.type,
                created: payload.created,
                session: event.session,
                endpoint: gate.endpoint
            ),
            of: id
        )
        let began = ContinuousClock.now
        let answer = await sender.send(payload, at: .now)
        let milliseconds = Int64((ContinuousClock.now - began) / .milliseconds(1))
        let fate = ReplayedEvent.Fate.sent(answer, milliseconds: milliseconds)
        do {
            try await gate.ledger.endReplay(
                of: payload.id,
                try: number,
                answer.outcome,
                status: answer.status.map(Int64.init),
                milliseconds: milliseconds,
                answer: answer.said
            )
            return (fate, nil)
        } catch {
            return (fate, Failure(of: error))
        }
    }

    private func pause(since began: ContinuousClock.Instant) async {
        let end = began + .seconds(1) / rate
        while ContinuousClock.now < end, stop.exitStatus == nil {
            try? await Task.sleep(for: min(end - .now, .milliseconds(100)))
        }
    }
}
