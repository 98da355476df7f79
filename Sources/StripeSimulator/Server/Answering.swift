import Synchronization

/// From a request to an answer: faults, the API, Stripe's headers, the log.
final class Answering: Sendable {
    private struct Counts {
        var requests = 0
        var onPath: [String: Int] = [:]
        var log: [LoggedRequest] = []
        var firstAt: Int64?
    }

    let latency: Int32
    private let api: API
    private let fault: (@Sendable (RequestDescription) -> Fault?)?
    private let clock: @Sendable () -> Int64
    private let limits: RateLimits
    private let counts = Mutex(Counts())

    init(_ live: LiveAccount, options: Server.Options) {
        let account = live.account
        let keys = options.keys ?? [.standard(livemode: account.livemode)]
        let authorization = Authorization(keys: keys, livemode: account.livemode, account: account.id)
        api = API(live: live, authorization: authorization, defaultVersion: account.apiVersion)
        fault = options.fault
        clock = options.clock
        limits = RateLimits(options.rates, elapsed: options.elapsed)
        latency = options.latency
    }

    var log: [LoggedRequest] {
        counts.withLock { $0.log }
    }

    /// The answer to a request, with the fault that shall befall its sending.
    func answer(_ request: HTTPRequest) -> Transmission {
        let description = describe(request)
        let fault = fault?(description)
        var response =
            fault?.answer(request) ?? limits.refusal(of: request)
            ?? answer(fault?.altered(request) ?? request, fault)
        complete(&response, to: request, number: description.number)
        let id = Self.requestID(description.number)
        let entry = LoggedRequest(
            method: request.method,
            target: request.target,
            status: response.status,
            requestID: id,
            version: request.headers["stripe-version"]
        )
        counts.withLock { $0.log.append(entry) }
        return Transmission(response: response, fault: fault, keepsAlive: request.keepsAlive)
    }

    /// The answer to something that could not be read as a request.
    func answer(_ error: HTTPRequestError) -> Transmission {
        let envelope = StripeError(status: error.status, message: "The request could not be read.")
        var response = HTTPResponse(status: error.status, body: envelope.body)
        response.setHeader("Content-Type", "application/json")
        return Transmission(response: response, fault: nil, keepsAlive: false)
    }

    private func answer(_ request: HTTPRequest, _ fault: Fault?) -> HTTPResponse {
        do {
            let body = try api.answer(request)
            return HTTPResponse(status: 200, body: fault?.altered(body) ?? body)
        } catch {
            var response = HTTPResponse(status: error.status, body: error.body)
            if error.status == 401 { response.setHeader("WWW-Authenticate", #"Bearer realm="Stripe""#) }
            if error.status == 405 { response.setHeader("Allow", "GET") }
            return response
        }
    }

    /// Adds the headers that every answer of Stripe has, but does not replace those of a fault.
    private func complete(_ response: inout HTTPResponse, to request: HTTPRequest, number: Int) {
        let present = Set(response.headers.map { $0.name.lowercased() })
        let version = request.headers["stripe-version"] ?? api.defaultVersion
        let usual = [
            ("Date", HTTPDate.text(unixSeconds: clock())),
            ("Content-Type", "application/json"),
            ("Request-Id", Self.requestID(number)),
            ("Stripe-Version", version),
        ]
        for (name, value) in usual where !present.contains(name.lowercased()) {
            response.headers.append(HTTPResponse.Header(name: name, value: value))
        }
    }

    private func describe(_ request: HTTPRequest) -> RequestDescription {
        let now = clock()
        return counts.withLock { counts in
            counts.requests += 1
            let firstAt = counts.firstAt ?? now
            counts.firstAt = firstAt
            counts.onPath[request.path, default: 0] += 1
            return RequestDescription(
                method: request.method,
                path: request.path,
                target: request.target,
                number: counts.requests,
                numberOnPath: counts.onPath[request.path, default: 0],
                seconds: now - firstAt
            )
        }
    }

    /// Fourteen letters and digits that differ for each number, as Stripe's do.
    private static func requestID(_ number: Int) -> String {
        var random = SplitMix64(seed: UInt64(truncatingIfNeeded: number))
        return "req_" + random.token(length: 14)
    }
}
