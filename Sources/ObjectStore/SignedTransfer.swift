import CCurl
import Glibc
import HTTPTransport
import Reconciliation

/// libcurl's easy handle, which signs requests with Signature Version 4 and streams what they send; this is its one owner.
///
/// Calls block until the answer is whole.
struct SignedTransfer: ~Copyable {
    /// Why there is no answer.
    enum Failure: Error {
        /// The file cannot be sent.
        case unreadable(String)
        /// Whoever asked does not want to go on.
        case stopped
        /// The store is not who it says, or speaks another protocol.
        case untrusted(String)
        /// libcurl can do no such thing.
        case unsupported(String)
        /// Anything that may pass: no connection, one that was lost, no progress.
        case lost(String)
    }

    private let handle: UnsafeMutableRawPointer
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private let settings: ObjectStoreSettings
    private let mayGoOn: @Sendable () -> Bool

    /// A transfer to that store.
    ///
    /// - Parameter mayGoOn: asked at least once a second.
    init(to settings: ObjectStoreSettings, while mayGoOn: @escaping @Sendable () -> Bool) {
        _ = Self.libraryIsStarted
        guard let handle = curl_easy_init() else { preconditionFailure("libcurl has no memory for an easy handle") }
        (self.handle, self.settings, self.mayGoOn) = (handle, settings, mayGoOn)
        message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(handle)
        message.deallocate()
    }

    /// Sends a request and gives the answer, whatever its status.
    ///
    /// - Parameter limit: the longest time for all of it.
    func answer(to request: StoreRequest, within limit: Duration) throws(Failure) -> StoreAnswer {
        let state = try TransferState(request.content, mayGoOn: mayGoOn)
        // What was set for the request before goes; connections stay.
        curl_easy_reset(handle)
        message[0] = 0
        setTrust()
        setLimits(limit)
        setCallbacks(state)
        setMethod(of: request)
        var fields = try sign(request).reduce(nil) { curl_slist_append($0, "\($1.name): \($1.value)") }
        defer {
            curl_slist_free_all(fields)
            fields = nil
        }
        curl_easy_set_list(handle, CURLOPT_HTTPHEADER, fields)
        let query = request.query.isEmpty ? "" : "?\(request.query)"
        curl_easy_set_string(handle, CURLOPT_URL, settings.address(of: request.key) + query)
        let code = withExtendedLifetime(state) { PipeSignal.heldBack { curl_easy_perform(handle) } }
        guard code == CURLE_OK else { throw failure(code, state) }
        var status = 0
        curl_easy_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return StoreAnswer(status: status, fields: state.fields, body: state.body)
    }

    /// Has the request signed, and gives the header fields that it goes with.
    private func sign(_ request: StoreRequest) throws(Failure) -> [(name: String, value: String)] {
        let hash = request.content?.sha256 ?? hexadecimal(sha256Digest(of: []))
        var fields = request.fields + [("x-amz-content-sha256", hash)]
        if let token = settings.credentials.sessionToken { fields.append(("x-amz-security-token", token.revealed())) }
        let names = fields.map { $0.name.lowercased() }
        // libcurl 7.88 orders whole lines, in which the colon behind a name counts, where the store orders names.
        let isOrderedAlike = !names.contains { name in names.contains { $0.hasPrefix("\(name)-") } }
        guard isOrderedAlike else {
            let now = Instant(secondsSinceEpoch: Int64(time(nil)))
            return Signature(settings, at: now).signing(request, fields, payload: hash)
        }
        let code = curl_easy_sign_for_s3(handle, "aws:amz:\(settings.region):s3")
        guard code == CURLE_OK else {
            throw .unsupported("libcurl cannot sign as S3 wants it before version 7.88")
        }
        curl_easy_set_string(handle, CURLOPT_USERNAME, settings.credentials.accessKeyID.revealed())
        curl_easy_set_string(handle, CURLOPT_PASSWORD, settings.credentials.secretAccessKey.revealed())
        return fields
    }

    private func setMethod(of request: StoreRequest) {
        switch request.method {
        case .get: curl_easy_set_long(handle, CURLOPT_HTTPGET, 1)
        case .head: curl_easy_set_long(handle, CURLOPT_NOBODY, 1)
        case .delete: curl_easy_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .put:
            curl_easy_set_long(handle, CURLOPT_UPLOAD, 1)
            curl_easy_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(request.content?.size ?? 0))
        }
    }

    private func setTrust() {
        curl_easy_allow_only(handle, settings.origin.isTLS ? 1 : 0)
        curl_easy_trust(handle, settings.certificateAuthorityFile)
        // An empty proxy switches those of the environment off.
        curl_easy_set_string(handle, CURLOPT_PROXY, "")
        curl_easy_set_string(handle, CURLOPT_USERAGENT, "Tieout")
    }

    private func setLimits(_ limit: Duration) {
        curl_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
        curl_easy_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        // Zero would be no limit at all.
        let milliseconds = Int(limit / .milliseconds(1))
        curl_easy_set_long(handle, CURLOPT_TIMEOUT_MS, max(1, milliseconds))
        curl_easy_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        curl_easy_set_long(handle, CURLOPT_LOW_SPEED_TIME, max(1, Int(settings.stallTimeout.components.seconds)))
        curl_easy_set_long(handle, CURLOPT_HTTP_VERSION, curl_http_version_1_1)
        curl_easy_set_long(handle, CURLOPT_PATH_AS_IS, 1)
    }

    private func setCallbacks(_ state: TransferState) {
        let context = Unmanaged.passUnretained(state).toOpaque()
        curl_easy_set_pointer(handle, CURLOPT_ERRORBUFFER, message)
        for option in [CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA]
        {
            curl_easy_set_pointer(handle, option, context)
        }
        curl_easy_set_read_callback(handle) { TransferState.behind($3).send($0, $1 * $2) }
        curl_easy_set_seek_callback(handle) { TransferState.behind($0).seek(to: Int64($1), from: $2) }
        curl_easy_set_write_callback(handle, CURLOPT_WRITEFUNCTION) { TransferState.behind($3).take(body: $0, $1 * $2) }
        curl_easy_set_write_callback(handle, CURLOPT_HEADERFUNCTION) {
            TransferState.behind($3).take(field: $0, $1 * $2)
        }
        curl_easy_set_long(handle, CURLOPT_NOPROGRESS, 0)
        curl_easy_set_progress_callback(handle) { context, _, _, _, _ in
            TransferState.behind(context).mayGoOn() ? 0 : 1
        }
    }

    private func failure(_ code: CURLcode, _ state: TransferState) -> Failure {
        if let problem = state.sending?.problem { return .unreadable(problem) }
        let said = String(cString: message)
        let words = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: return .stopped
        case CURLE_WRITE_ERROR: return .lost("the answer is longer than any that a store gives")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
            CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            return .untrusted(words)
        case CURLE_NOT_BUILT_IN: return .unsupported(words)
        default: return .lost(words)
        }
    }

    // libcurl asks to be started once, before any thread uses it.
    private static let libraryIsStarted: Bool = curl_global_start() == CURLE_OK
}
