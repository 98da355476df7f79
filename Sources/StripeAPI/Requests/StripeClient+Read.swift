import HTTPTransport
import Reconciliation

extension StripeClient {
    /// What makes an answer's value of a response with status 200.
    typealias Reading<Answer> = @Sendable (HTTPResponse) throws(AttemptFailure) -> Answer

    /// Reads records: one object or a page.
    func read(_ request: StripeRequest, by decoder: RecordDecoder) async throws(StripeError) -> RecordPage {
        try await read(request) { response throws(AttemptFailure) in
            try self.page(response, of: request, by: decoder)
        }
    }

    /// Sends a request until it is answered, cannot be, or patience ends.
    ///
    /// - Parameter retries: how patient; nil: as the client is.
    func read<Answer: Sendable>(
        _ request: StripeRequest,
        retries: RetryPolicy? = nil,
        as reading: Reading<Answer>
    ) async throws(StripeError) -> Answer {
        var retrying = Retrying(retries ?? configuration.retries)
        while true {
            let failure: AttemptFailure
            switch try await attemptInTurn(request, as: reading) {
            case .success(let answer): return answer
            case .failure(let failed): failure = failed
            }
            guard let delay = retrying.pause(after: failure, at: clock.elapsed, chance: drawChance()),
                mayRepeat(after: failure)
            else { throw failure.error.after(attempts: retrying.attempts) }
            try await pause(delay)
        }
    }

    /// Sends a request once, as soon as the budget lets it through.
    private func attemptInTurn<Answer: Sendable>(
        _ request: StripeRequest,
        as reading: Reading<Answer>
    ) async throws(StripeError) -> Result<Answer, AttemptFailure> {
        let endpoint = request.endpoint
        do {
            try await budget.turn(for: endpoint, by: clock)
        } catch {
            throw .cancelled
        }
        do throws(AttemptFailure) {
            let answer = try await attempt(request, as: reading)
            budget.finish(endpoint, after: nil, at: clock.elapsed)
            return .success(answer)
        } catch {
            budget.finish(endpoint, after: error, at: clock.elapsed)
            return .failure(error)
        }
    }

    private func pause(_ duration: Duration) async throws(StripeError) {
        guard duration > .zero else { return }
        do {
            try await clock.sleep(for: duration)
        } catch {
            throw .cancelled
        }
    }

    private func attempt<Answer: Sendable>(
        _ request: StripeRequest,
        as reading: Reading<Answer>
    ) async throws(AttemptFailure) -> Answer {
        let response: HTTPResponse
        do {
            response = try await transport.perform(httpRequest(request))
        } catch {
            if error.kind != .cancelled { count(request, status: nil, bytes: 0) }
            throw AttemptFailure(error, during: request)
        }
        count(request, status: response.status, bytes: response.body.count)
        noteDate(of: response)
        guard response.status == 200 else { throw AttemptFailure(response, to: request) }
        return try reading(response)
    }

    private func httpRequest(_ request: StripeRequest) -> HTTPRequest {
        HTTPRequest(
            url: configuration.baseURL + request.target,
            headers: [
                .init("Authorization", "Bearer " + configuration.key.secret.revealed()),
                .init("Stripe-Version", StripeConfiguration.pinnedVersion),
            ]
        )
    }

    /// The records of an answer, once they are known to be what was asked for.
    private func page(
        _ response: HTTPResponse,
        of request: StripeRequest,
        by decoder: RecordDecoder
    ) throws(AttemptFailure) -> RecordPage {
        let requestID = response.headers["Request-Id"]
        let page: RecordPage
        do {
            page = try decoder.page(response.body, as: request.form, requestID: requestID)
        } catch {
            throw AttemptFailure(error, of: request, requestID: requestID)
        }
        if let stranger = page.firstRecord(notOf: configuration.key.mode) {
            throw AttemptFailure(.final, .wrongMode(request.kind, id: stranger, expected: configuration.key.mode))
        }
        if let object = page.firstImpossible { throw AttemptFailure(.final, .unusableObject(object)) }
        if let flaw = request.flaw(of: page) {
            throw AttemptFailure(.transient, .brokenList(request: request.description, reason: flaw))
        }
        return page
    }
}

extension StripeRequest {
    /// What makes a page no answer to this request; such pages are asked for again.
    fileprivate func flaw(of page: RecordPage) -> String? {
        guard case .page(let position) = form else { return nil }
        guard page.count > 0 else { return page.hasMore ? "it is said to go on behind an empty page" : nil }
        if let flaw = position?.flaw(of: page) { return flaw }
        return page.firstOutOfOrder.map { "its records are not newest first: \($0) is newer than the one before it" }
    }
}

extension RecordPage {
    /// The id of the first record whose `livemode` is not that of the mode; kinds without `livemode` have none.
    fileprivate func firstRecord(notOf mode: KeyMode) -> String? {
        let columns = RecordSchema.of(kind).columns
        guard let livemode = columns.firstIndex(where: { $0.name == "livemode" }) else { return nil }
        let expected: Int64 = mode == .live ? 1 : 0
        return (0..<count).first { cell(row: $0, column: livemode).number != expected }.map(id)
    }
}

extension StripeError {
    /// The error with the number of attempts, where it names one.
    fileprivate func after(attempts: Int) -> StripeError {
        guard case .unavailable(var outage) = self else { return self }
        outage.attempts = attempts
        return .unavailable(outage)
    }
}
