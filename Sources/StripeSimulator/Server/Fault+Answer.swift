import Foundation

/// The faults that change what is answered; those that change how it is sent are `Transmission`'s.
extension Fault {
    /// The request as the API shall see it: a repeated page has lost its cursor, one that goes back has turned it round.
    func altered(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        switch self {
        case .repeatedPage:
            request.parameters.removeAll { $0.name == "starting_after" || $0.name == "ending_before" }
        case .backwardPage:
            for index in request.parameters.indices where request.parameters[index].name == "starting_after" {
                request.parameters[index].name = "ending_before"
            }
        default: break
        }
        return request
    }

    /// What is answered before the API is asked; nil when it is to be asked.
    func answer(_ request: HTTPRequest) -> HTTPResponse? {
        switch self {
        case .status(let status, let headers): return Self.failure(status, headers)
        case .emptyBody: return HTTPResponse(status: 200, body: [])
        case .html:
            let page = Array("<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>".utf8)
            let type = HTTPResponse.Header(name: "Content-Type", value: "text/html")
            return HTTPResponse(status: 200, headers: [type], body: page)
        case .deepJSON(let levels):
            let open = Array(repeating: UInt8(ascii: "["), count: levels)
            return HTTPResponse(status: 200, body: open + Array(repeating: UInt8(ascii: "]"), count: levels))
        case .missingCursor:
            let cursor = request.parameters.first { $0.name == "starting_after" || $0.name == "ending_before" }
            guard let cursor, let (kind, _) = API.route(request.path) else { return nil }
            let error = StripeError.noSuch(kind, cursor.value, parameter: cursor.name)
            return HTTPResponse(status: error.status, body: error.body)
        default: return nil
        }
    }

    /// The body of a good answer, made wrong.
    func altered(_ body: [UInt8]) -> [UInt8] {
        switch self {
        case .hasMore(let flag):
            let text = String(decoding: body, as: UTF8.self)
            let truth = #""has_more":\#(!flag),"url":"/v1/"#
            guard let place = text.range(of: truth, options: .backwards) else { return body }
            return Array(text.replacingCharacters(in: place, with: #""has_more":\#(flag),"url":"/v1/"#).utf8)
        case .hugeObject(let bytes):
            let start = Array(#"{"object":"list","data":[{"#.utf8)
            guard body.starts(with: start) else { return body }
            let filler = Array(#""filler":""#.utf8) + Array(repeating: UInt8(ascii: "x"), count: bytes)
            return start + filler + Array("\",".utf8) + body.dropFirst(start.count)
        default: return body
        }
    }

    private static func failure(_ status: Int, _ headers: [String: String]) -> HTTPResponse {
        var error = StripeError(status: status, message: "An error occurred with our connection to Stripe.")
        switch status {
        case 429:
            error.message =
                "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits."
            error.code = "rate_limit"
        case 401: error.message = "Invalid API Key provided: sk_test_****"
        case 409:
            error.message =
                "This object cannot be accessed right now because another API request is currently accessing it."
            error.code = "lock_timeout"
        case 500...: error.type = "api_error"
        default: break
        }
        let extra = headers.sorted { $0.key < $1.key }.map { HTTPResponse.Header(name: $0.key, value: $0.value) }
        return HTTPResponse(status: status, headers: extra, body: error.body)
    }
}
