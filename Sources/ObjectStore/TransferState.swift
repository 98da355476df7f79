import CCurl

/// What libcurl's callbacks work on while one request is under way.
final class TransferState {
    /// What is sent; nil where nothing is.
    let sending: TransferBody?
    let mayGoOn: @Sendable () -> Bool
    private(set) var fields: [String: String] = [:]
    private(set) var body: [UInt8] = []

    /// The most bytes of an answer: a list of a thousand keys with all that is told of each.
    private static let mostBytes = 8 << 20

    init(_ content: ObjectContent?, mayGoOn: @escaping @Sendable () -> Bool) throws(SignedTransfer.Failure) {
        do throws(TransferBody.Unreadable) {
            sending = try content.map { (content) throws(TransferBody.Unreadable) in try TransferBody(content) }
        } catch {
            throw .unreadable(error.problem)
        }
        self.mayGoOn = mayGoOn
    }

    /// The state behind the pointer that libcurl was given.
    static func behind(_ context: UnsafeMutableRawPointer?) -> TransferState {
        guard let context else { preconditionFailure("libcurl has lost what it was given") }
        return Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    }

    func send(_ buffer: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard let sending, let buffer else { return 0 }
        return sending.copy(into: UnsafeMutableRawBufferPointer(start: buffer, count: count)) ?? Int(curl_read_aborted)
    }

    func seek(to place: Int64, from origin: Int32) -> Int32 {
        origin == SEEK_SET && sending?.seek(to: place) == true ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
    }

    /// Other than the count makes libcurl end the transfer.
    func take(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        guard body.count + count <= Self.mostBytes else { return 0 }
        body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
        return count
    }

    func take(field bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        // A further status line: what came before was interim.
        if line.hasPrefix("HTTP/") { fields = [:] }
        guard fields.count < 200, let colon = line.firstIndex(of: ":") else { return count }
        let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
        fields[line[..<colon].lowercased()] = String(value.reversed().drop(while: \.isWhitespace).reversed())
        return count
    }
}
