/// One connection: requests in, answers out, in order, as long as both sides want.
struct Connection {
    private let socket: Socket
    private let answering: Answering

    init(_ socket: Socket, answering: Answering) {
        self.socket = socket
        self.answering = answering
    }

    /// Returns when the connection is over. Requests that came along with an earlier one are answered after it.
    func serve() {
        var unread: [UInt8] = []
        do throws(HTTPRequestError) {
            while let request = try nextRequest(&unread) {
                if answering.latency > 0, !socket.waitForHangUp(milliseconds: answering.latency) { return }
                guard answering.answer(request).send(over: socket) else { return }
            }
        } catch {
            _ = answering.answer(error).send(over: socket)
            socket.finish()
        }
    }

    /// Takes one request off what has arrived, waiting for more of it where needed; nil at the end of the connection.
    private func nextRequest(_ unread: inout [UInt8]) throws(HTTPRequestError) -> HTTPRequest? {
        guard let headEnd = try readHead(&unread) else { return nil }
        let request = try HTTPRequest(head: unread[..<headEnd])
        let end = headEnd + 4 + request.contentLength
        while unread.count < end {
            guard socket.read(into: &unread) else { return nil }
        }
        unread.removeFirst(end)
        return request
    }

    /// Reads until the empty line after the headers and answers where it starts.
    private func readHead(_ unread: inout [UInt8]) throws(HTTPRequestError) -> Int? {
        var searched = 0
        while true {
            let end = Self.emptyLine(in: unread, from: searched)
            guard (end ?? unread.count) <= HTTPRequest.headLimit else { throw .headTooLarge }
            if let end { return end }
            searched = max(0, unread.count - 3)
            guard socket.read(into: &unread) else { return nil }
        }
    }

    private static func emptyLine(in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= start + 4 else { return nil }
        return (start...(bytes.count - 4)).first { place in
            bytes[place] == 13 && bytes[place + 1] == 10 && bytes[place + 2] == 13 && bytes[place + 3] == 10
        }
    }
}
