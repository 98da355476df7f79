import HTTPTransport

extension HTTPTransport {
    /// Sends a request, and reads the answer as whoever is told means it: 2xx is delivered, 429 and 5xx may pass.
    func deliver(_ request: HTTPRequest) async throws(DeliveryFailure) {
        let answer: HTTPResponse
        do {
            answer = try await perform(request)
        } catch {
            throw DeliveryFailure(error.description, mayPass: error.mayPass)
        }
        guard !(200..<300).contains(answer.status) else { return }
        let word = String(decoding: answer.body.prefix(80), as: UTF8.self).onOneLine
        throw DeliveryFailure(
            "it answers \(answer.status)" + (word.isEmpty ? "" : ": \(word)"),
            mayPass: answer.status == 429 || answer.status >= 500,
            retryAfter: answer.headers["Retry-After"].flatMap { Int($0) }.map { .seconds($0) }
        )
    }
}

extension HTTPTransportError {
    /// Whether the same request may arrive a little later.
    fileprivate var mayPass: Bool {
        switch kind {
        case .resolve, .connect, .timeout, .reset, .truncated, .other: true
        case .tls, .untrusted, .notHTTP, .badEncoding, .tooLarge, .badURL, .invalidRequest, .cancelled, .closed: false
        }
    }
}
