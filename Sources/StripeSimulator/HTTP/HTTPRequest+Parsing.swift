extension HTTPRequest {
    /// The largest request line and headers that are read.
    static let headLimit = 65_536
    /// The largest body that is read and dropped.
    static let bodyLimit = 1_048_576

    /// Reads a request's head: everything before the empty line.
    init(head: some Sequence<UInt8>) throws(HTTPRequestError) {
        let text = String(decoding: Array(head), as: UTF8.self)
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, !words[0].isEmpty, words[1].hasPrefix("/") else { throw .malformed }
        guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else { throw .malformed }
        headers = try Self.readHeaders(lines.dropFirst())
        method = String(words[0])
        target = String(words[1])
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = Self.percentDecoded(parts[0], plusIsSpace: false) else { throw .malformed }
        self.path = path
        parameters = try parts.count == 2 ? Self.readQuery(parts[1]) : []
        let connection = headers["connection"]?.lowercased()
        keepsAlive = words[2] == "HTTP/1.1" ? connection != "close" : connection == "keep-alive"
        contentLength = try Self.readLength(headers)
    }

    private static func readHeaders(_ lines: ArraySlice<Substring>) throws(HTTPRequestError) -> [String: String] {
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { throw .malformed }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            let end = value.lastIndex { $0 != " " && $0 != "\t" }
            headers[line[..<colon].lowercased()] = end.map { String(value[...$0]) } ?? ""
        }
        return headers
    }

    private static func readLength(_ headers: [String: String]) throws(HTTPRequestError) -> Int {
        guard headers["transfer-encoding"] == nil else { throw .lengthRequired }
        guard let text = headers["content-length"] else { return 0 }
        guard let length = Int(text), length >= 0 else { throw .malformed }
        guard length <= bodyLimit else { throw .bodyTooLarge }
        return length
    }

    private static func readQuery(_ query: Substring) throws(HTTPRequestError) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = percentDecoded(parts[0], plusIsSpace: true),
                let value = percentDecoded(parts.count == 2 ? parts[1] : "", plusIsSpace: true)
            else { throw .malformed }
            parameters.append(Parameter(name: withoutIndex(name), value: value))
        }
        return parameters
    }

    /// `expand[3]` is `expand[]`: Stripe's clients number the elements of a list.
    private static func withoutIndex(_ name: String) -> String {
        guard name.hasSuffix("]"), let bracket = name.lastIndex(of: "[") else { return name }
        let index = name[name.index(after: bracket)...].dropLast()
        guard !index.isEmpty, index.allSatisfy(\.isWholeNumber) else { return name }
        return name[...bracket] + "]"
    }

    /// Nil for a percent sign without two hexadecimal digits and for bytes that are no UTF-8.
    static func percentDecoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit), let low = rest.popFirst().flatMap(hexDigit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
