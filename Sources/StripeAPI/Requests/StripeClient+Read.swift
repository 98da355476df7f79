import HTTPTransport
import Reconciliation

extension StripeClient {
    /// Sends a request until it is answered, cannot be, or patience ends.
    func read(_ request: StripeRequest, by decoder: RecordDecoder) async throws(StripeError) -> RecordPage {
        var retrying = Retrying(configuration.retries)
        while true {
            let failure: AttemptFailure
            switch try await attemptInTurn(request, by: decoder) {
            case .success(let page): return page
            case .failure(let failed): failure = failed
            }
            guard let delay = retrying.pause(after: failure, at: clock.elapsed, chance: drawChance()),
                mayRepeat(after: failure)
            else { throw failure.error.after(attempts: retrying.attempts) }
            try await pause(delay)
        }
    }

    /// Sends a request once, as soon as the budget lets it through.
    private func attemptInTurn(
        _ request: StripeRequest,
        by decoder: RecordDecoder
    ) async throws(StripeError) -> Result<RecordPage, AttemptFailure> {
        let endpoint = request.kind.endpoint
        do {
            try await budget.turn(for: endpoint, by: clock)
        } catch {
            throw .cancelled
        }
        do throws(AttemptFailure) {
            let page = try await attempt(request, by: decoder)
            budget.finish(endpoint, after: nil, at: clock.elapsed)
            return .success(page)
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

    private func attempt(_ request: StripeRequest, by decoder: RecordDecoder) async throws(AttemptFailure) -> RecordPage
    {
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
        return try page(response, of: request, by: decoder)
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
