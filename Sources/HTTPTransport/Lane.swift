import CCurl

/// One of libcurl's easy handles, used for one exchange after the other, with what has arrived of the present one.
final class Lane {
    /// The easy handle, which this owns.
    let handle: UnsafeMutableRawPointer
    private(set) var exchange: Exchange?

    private let configuration: HTTPTransportConfiguration
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var fields: UnsafeMutablePointer<curl_slist>?
    private var headerBlock: [UInt8] = []
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var lastProgress = ContinuousClock.now
    private var bytesAtProgress = 0

    init(_ configuration: HTTPTransportConfiguration) {
        guard let handle = curl_easy_init() else { preconditionFailure("libcurl has no memory for an easy handle") }
        self.handle = handle
        self.configuration = configuration
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setLimits()
        setTrust()
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(fields)
        message.deallocate()
    }

    /// Prepares the handle for a request; false when it cannot be sent.
    func begin(_ exchange: Exchange) -> Bool {
        let request = exchange.request
        let texts = request.headers.flatMap { [$0.name, $0.value] }
        guard texts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 } }) else { return false }
        self.exchange = exchange
        message[0] = 0
        lastProgress = .now
        bytesAtProgress = 0
        fields = request.headers.reduce(nil) { curl_slist_append($0, "\($1.name): \($1.value)") }
        curl_easy_set_list(handle, CURLOPT_HTTPHEADER, fields)
        curl_easy_allow_only(handle, exchange.origin.isTLS ? 1 : 0)
        setBody(of: request)
        return curl_easy_set_string(handle, CURLOPT_URL, request.url) == CURLE_OK
    }

    /// Frees what belonged to the exchange, so that the handle can take the next.
    func end() -> Exchange? {
        curl_slist_free_all(fields)
        fields = nil
        curl_easy_set_list(handle, CURLOPT_HTTPHEADER, nil)
        headerBlock = []
        body = []
        isTooLarge = false
        defer { exchange = nil }
        return exchange
    }

    /// What became of the exchange once libcurl has ended it.
    func outcome(_ code: CURLcode) -> Exchange.Outcome {
        guard code == CURLE_OK else {
            let kind = isTooLarge ? .tooLarge(limit: configuration.bodyLimit) : failure(code)
            let detail = isTooLarge ? "" : String(cString: message)
            return exchange.map { .failure($0.error(kind, detail: detail)) }
                ?? .failure(HTTPTransportError(kind: kind, method: .get, host: "", detail: detail))
        }
        var status = 0
        curl_easy_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        let timings = HTTPTimings(
            firstByte: duration(CURLINFO_STARTTRANSFER_TIME_T),
            total: duration(CURLINFO_TOTAL_TIME_T)
        )
        return .success(
            HTTPResponse(status: status, headers: HTTPHeaders(block: headerBlock), body: body, timings: timings)
        )
    }

    // MARK: Progress

    func isStalled(at now: ContinuousClock.Instant) -> Bool { timeLeft(at: now) <= .zero }

    /// The time until the exchange counts as stalled.
    func timeLeft(at now: ContinuousClock.Instant) -> Duration {
        configuration.stallTimeout - (now - lastProgress)
    }

    fileprivate func received(header line: UnsafeRawBufferPointer) {
        // A further status line: what came before was interim.
        if line.starts(with: "HTTP/".utf8) { headerBlock.removeAll(keepingCapacity: true) }
        headerBlock.append(contentsOf: line)
        // The empty line ends the header: the server answers, which is progress whatever its size.
        if line.count <= 2 { lastProgress = .now }
        isTooLarge = headerBlock.count > 1 << 20
    }

    fileprivate func received(body bytes: UnsafeRawBufferPointer) {
        if body.isEmpty { reserveBody() }
        guard body.count + bytes.count <= configuration.bodyLimit else {
            isTooLarge = true
            return
        }
        body.append(contentsOf: bytes)
        if body.count - bytesAtProgress >= 1_024 {
            lastProgress = .now
            bytesAtProgress = body.count
        }
    }

    fileprivate var isRefused: Bool { isTooLarge }

    private func reserveBody() {
        var length: curl_off_t = 0
        curl_easy_get_offset(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
        // An announced length is a claim: it may save copies, but never ask for much memory.
        body.reserveCapacity(min(max(Int(length), 4_096), 4 << 20, configuration.bodyLimit))
    }

    private func duration(_ info: CURLINFO) -> Duration {
        var microseconds: curl_off_t = 0
        curl_easy_get_offset(handle, info, &microseconds)
        return .microseconds(microseconds)
    }
}

extension Lane {
    private func setLimits() {
        curl_easy_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(configuration.connectTimeout.milliseconds))
        curl_easy_set_long(handle, CURLOPT_TIMEOUT_MS, Int(configuration.totalTimeout.milliseconds))
        curl_easy_set_offset(handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(configuration.bodyLimit))
        curl_easy_set_long(handle, CURLOPT_BUFFERSIZE, 64 << 10)
        curl_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
        curl_easy_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        curl_easy_set_long(handle, CURLOPT_HTTP_VERSION, curl_http_version_1_1)
        curl_easy_set_string(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
        curl_easy_set_string(handle, CURLOPT_USERAGENT, configuration.userAgent)
    }

    private func setTrust() {
        curl_easy_trust(handle, configuration.certificateAuthorityFile)
        // An empty proxy switches those of the environment off.
        curl_easy_set_string(handle, CURLOPT_PROXY, configuration.proxy ?? "")
        curl_easy_set_string(handle, CURLOPT_NOPROXY, "localhost,127.0.0.1,::1")
    }

    private func setCallbacks() {
        let lane = Unmanaged.passUnretained(self).toOpaque()
        curl_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
        curl_easy_set_pointer(handle, CURLOPT_WRITEDATA, lane)
        curl_easy_set_pointer(handle, CURLOPT_HEADERDATA, lane)
        curl_easy_set_write_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, lane in
            Lane.receive(bytes, size * count, lane) { $0.received(body: $1) }
        }
        curl_easy_set_write_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, lane in
            Lane.receive(bytes, size * count, lane) { $0.received(header: $1) }
        }
    }

    private func setBody(of request: HTTPRequest) {
        switch request.method {
        case .get:
            curl_easy_set_long(handle, CURLOPT_HTTPGET, 1)
        case .post, .put:
            curl_easy_set_long(handle, CURLOPT_POST, 1)
            curl_easy_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count))
            request.body.withUnsafeBytes { bytes in
                _ = curl_easy_set_pointer(
                    handle,
                    CURLOPT_COPYPOSTFIELDS,
                    UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                )
            }
            // A PUT of libcurl's own would read the body from a callback.
            if request.method == .put { curl_easy_set_string(handle, CURLOPT_CUSTOMREQUEST, "PUT") }
        }
    }

    /// Gives bytes to the lane behind libcurl's pointer; 0 makes libcurl end the transfer.
    private static func receive(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ count: Int,
        _ lane: UnsafeMutableRawPointer?,
        _ take: (Lane, UnsafeRawBufferPointer) -> Void
    ) -> Int {
        guard let lane, count > 0 else { return 0 }
        let owner = Unmanaged<Lane>.fromOpaque(lane).takeUnretainedValue()
        take(owner, UnsafeRawBufferPointer(start: bytes, count: count))
        return owner.isRefused ? 0 : count
    }

    private func failure(_ code: CURLcode) -> HTTPTransportError.Kind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve
        case CURLE_COULDNT_CONNECT: .connect
        case CURLE_SSL_CONNECT_ERROR: .tls
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            .untrusted
        case CURLE_OPERATION_TIMEDOUT:
            duration(CURLINFO_PRETRANSFER_TIME_T) == .zero ? .timeout(.connect) : .timeout(.total)
        case CURLE_PARTIAL_FILE: .truncated
        case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR: .reset
        case CURLE_BAD_CONTENT_ENCODING: .badEncoding
        case CURLE_FILESIZE_EXCEEDED: .tooLarge(limit: configuration.bodyLimit)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: .notHTTP
        case CURLE_URL_MALFORMAT: .invalidRequest
        default: .other(code: Int(code.rawValue))
        }
    }
}
