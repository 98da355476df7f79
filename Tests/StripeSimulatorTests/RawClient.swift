import Foundation
import Glibc

/// A client that shows what is really on the wire: bytes out, bytes in.
final class RawClient {
    /// Whether there was a server to connect to.
    let isConnected: Bool
    private let descriptor: Int32
    private var unread: [UInt8] = []

    struct Answer: Equatable {
        var status: Int
        var headers: [String: String]
        var body: [UInt8]

        /// The body as JSON; an empty object for anything else.
        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }

        var error: [String: Any] { json["error"] as? [String: Any] ?? [:] }

        /// The ids of a list's objects.
        var ids: [String] {
            (json["data"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
        }

        var hasMore: Bool? { json["has_more"] as? Bool }
    }

    init(port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        isConnected = connected == 0
        self.descriptor = descriptor
        // A server that never answers fails the test instead of hanging it.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Everything until the server closes; nil when the connection was reset (or nothing came for long).
    func readToEnd() -> [UInt8]? {
        while true {
            let count = readMore()
            if count == 0 { return unread }
            if count < 0 { return nil }
        }
    }

    /// All that has arrived once a text is among it, which stays to be read; nil when the connection ends before.
    func read(until text: String) -> [UInt8]? {
        while !String(decoding: unread, as: UTF8.self).contains(text) {
            if readMore() <= 0 { return nil }
        }
        return unread
    }

    /// The next answer, as long as its head says; nil when the connection ends before.
    func readAnswer() -> Answer? {
        var end: Int?
        while end == nil {
            end =
                unread.count < 4
                ? nil : (0...unread.count - 4).first { Array(unread[$0..<$0 + 4]) == [13, 10, 13, 10] }
            if end == nil, readMore() <= 0 { return nil }
        }
        let headEnd = end ?? 0
        let lines = String(decoding: unread[..<headEnd], as: UTF8.self).components(separatedBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            headers[parts[0].lowercased()] = parts[1]
        }
        let length = Int(headers["content-length"] ?? "") ?? 0
        while unread.count < headEnd + 4 + length {
            if readMore() <= 0 { return nil }
        }
        let body = Array(unread[(headEnd + 4)..<(headEnd + 4 + length)])
        unread.removeFirst(headEnd + 4 + length)
        return Answer(status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: headers, body: body)
    }

    private func readMore() -> Int {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { unread += buffer.prefix(count) }
        return count
    }
}

/// The request's text, with the standard test key unless said otherwise.
func get(_ target: String, authorization: String? = "Bearer sk_test_tieout", _ headers: [String: String] = [:])
    -> String
{
    var text = "GET \(target) HTTP/1.1\r\nHost: localhost\r\n"
    if let authorization { text += "Authorization: \(authorization)\r\n" }
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    return text + "\r\n"
}
