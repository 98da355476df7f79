import Foundation
import Synchronization

/// A server on this machine that repeats whatever it was sent, in every field of a Stripe error and in its headers: an
/// address that was mistyped, or a proxy that says too much.
final class EchoingServer: Sendable {
    let baseURL: String
    private let listener: LoopbackListener

    /// Answers with those statuses in turn, the last one again and again.
    init(statuses: [Int]) throws {
        listener = try LoopbackListener()
        baseURL = listener.baseURL
        let descriptor = listener.descriptor
        Thread.detachNewThread {
            var number = 0
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { break }
                Self.answer(client, status: statuses[min(number, statuses.count - 1)])
                number += 1
            }
            close(descriptor)
        }
    }

    deinit { listener.stop() }

    private static func answer(_ client: Int32, status: Int) {
        defer { close(client) }
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.ends(with: "\r\n\r\n".utf8), read(client, &byte, 1) == 1 { head.append(byte) }
        let heard = String(decoding: head, as: UTF8.self)
        let authorization = heard.split(separator: "\r\n").first { $0.lowercased().hasPrefix("authorization:") } ?? ""
        let token = authorization.split(separator: " ").last.map(String.init) ?? ""
        let error = [
            "type": "invalid_request_error \(token)", "code": token, "param": String(authorization),
            "message":
                "You sent: \(heard) (\(Data(token.utf8).base64EncodedString()), \(Data("\(token):".utf8).base64EncodedString()))",
        ]
        let body = (try? JSONSerialization.data(withJSONObject: ["error": error])) ?? Data()
        let answer = """
            HTTP/1.1 \(status) Whatever\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r
            Request-Id: \(token)\r\nWww-Authenticate: \(authorization)\r\nConnection: close\r\n\r\n
            """
        let bytes = Array(answer.utf8) + Array(body)
        _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: some Collection<UInt8>) -> Bool {
        self.suffix(suffix.count).elementsEqual(suffix)
    }
}
