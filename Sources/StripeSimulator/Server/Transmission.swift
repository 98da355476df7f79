/// Puts an answer on the wire, whole or as a fault wants it.
struct Transmission {
    let response: HTTPResponse
    let fault: Fault?
    let keepsAlive: Bool

    /// Sends the answer; true when the connection can take another request.
    func send(over socket: Socket) -> Bool {
        let body = response.body
        switch fault {
        case .truncated(let count):
            _ = socket.write(head(length: body.count, keepsAlive: true)) && socket.write(body.prefix(count))
            return false
        case .wrongLength(let difference):
            let length = max(0, body.count + difference)
            _ = socket.write(head(length: length, keepsAlive: true) + body)
            return false
        case .reset(let count):
            _ = socket.write(head(length: body.count, keepsAlive: true) + body.prefix(count))
            socket.resetOnClose()
            return false
        case .stall(let count):
            guard socket.write(head(length: body.count, keepsAlive: true) + body.prefix(count)) else { return false }
            while socket.waitForHangUp(milliseconds: 60_000) {}
            return false
        case .drip(let bytesPerSecond):
            return drip(body, bytesPerSecond: max(1, bytesPerSecond), over: socket)
        default:
            return socket.write(head(length: body.count, keepsAlive: keepsAlive)) && socket.write(body) && keepsAlive
        }
    }

    private func head(length: Int, keepsAlive: Bool) -> [UInt8] {
        response.head(contentLength: length, keepsAlive: keepsAlive)
    }

    /// Ten pieces a second; hanging up or stopping ends it at once.
    private func drip(_ body: [UInt8], bytesPerSecond: Int, over socket: Socket) -> Bool {
        guard socket.write(head(length: body.count, keepsAlive: false)) else { return false }
        let piece = max(1, bytesPerSecond / 10)
        let pause = Int32(max(1, 1_000 * piece / bytesPerSecond))
        var rest = body[...]
        while !rest.isEmpty {
            guard socket.waitForHangUp(milliseconds: pause), socket.write(rest.prefix(piece)) else { return false }
            rest = rest.dropFirst(piece)
        }
        return false
    }
}
