import CCurl

/// One mail handed to a server over libcurl; the one owner of its handle.
struct SMTPTransfer: ~Copyable {
    /// The longest time for all of it, in seconds.
    static let longestTime = 10

    private let handle: UnsafeMutableRawPointer
    private let settings: MailSettings

    init(_ settings: MailSettings) {
        _ = Self.libraryIsStarted
        guard let handle = curl_easy_init() else { preconditionFailure("libcurl has no memory for an easy handle") }
        self.handle = handle
        self.settings = settings
    }

    deinit { curl_easy_cleanup(handle) }

    /// Sends the mail; what went wrong, or nil when the server has taken it.
    func failure(sending message: MailMessage) -> DeliveryFailure? {
        let addresses = [settings.sender] + settings.recipients
        guard addresses.allSatisfy(Self.isAddress) else {
            return DeliveryFailure("an address is none", mayPass: false)
        }
        setServer()
        var fields = message.headers.reduce(nil) { curl_slist_append($0, $1) }
        var recipients = settings.recipients.reduce(nil) { curl_slist_append($0, "<\($1)>") }
        let mime = curl_mime_init(handle)
        defer {
            curl_mime_free(mime)
            curl_slist_free_all(fields)
            curl_slist_free_all(recipients)
            fields = nil
            recipients = nil
        }
        fill(mime, with: message)
        curl_easy_set_string(handle, CURLOPT_MAIL_FROM, "<\(settings.sender)>")
        curl_easy_set_list(handle, CURLOPT_MAIL_RCPT, recipients)
        curl_easy_set_list(handle, CURLOPT_HTTPHEADER, fields)
        curl_easy_set_pointer(handle, CURLOPT_MIMEPOST, UnsafeMutableRawPointer(mime))
        return failure(of: curl_easy_perform(handle))
    }

    private func setServer() {
        curl_easy_set_string(handle, CURLOPT_URL, settings.server)
        curl_easy_allow_mail(handle)
        curl_easy_set_long(handle, CURLOPT_TIMEOUT, Self.longestTime)
        curl_easy_set_long(handle, CURLOPT_NOSIGNAL, 1)
        curl_easy_set_long(handle, CURLOPT_SSLVERSION, curl_tls_at_least_1_2)
        curl_easy_set_string(handle, CURLOPT_PROXY, "")
        if !isLoopback { curl_easy_set_long(handle, CURLOPT_USE_SSL, curl_use_ssl_for_all) }
        if let file = settings.certificateAuthorityFile { curl_easy_set_string(handle, CURLOPT_CAINFO, file) }
        if let user = settings.user { curl_easy_set_string(handle, CURLOPT_USERNAME, user) }
        if let password = settings.password { curl_easy_set_string(handle, CURLOPT_PASSWORD, password.revealed()) }
    }

    /// A server on this machine may do without encryption, like a ledger's database.
    private var isLoopback: Bool {
        let host = settings.server.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != ":" && $0 != "/" }
        return host == "localhost" || host.hasPrefix("127.")
    }

    /// Two forms of one text; programs show the last that they can.
    private func fill(_ mime: OpaquePointer?, with message: MailMessage) {
        let forms = curl_mime_init(handle)
        for (type, text) in [("text/plain; charset=utf-8", message.plain), ("text/html; charset=utf-8", message.html)] {
            let part = curl_mime_addpart(forms)
            curl_mime_data(part, text, text.utf8.count)
            curl_mime_type(part, type)
            curl_mime_encoder(part, "quoted-printable")
        }
        let part = curl_mime_addpart(mime)
        curl_mime_subparts(part, forms)
        curl_mime_type(part, "multipart/alternative")
        curl_mime_set_inline(part)
    }

    private func failure(of code: CURLcode) -> DeliveryFailure? {
        guard code != CURLE_OK else { return nil }
        var status = 0
        curl_easy_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        let reason = String(cString: curl_easy_strerror(code))
        // A mail server says 4xx of what may pass and 5xx of what will not.
        let isFinal = (500..<600).contains(status) || Self.finalCodes.contains(code.rawValue)
        return DeliveryFailure(
            "the mail server did not take it: \(reason)" + (status == 0 ? "" : " (\(status))"),
            mayPass: !isFinal
        )
    }

    private static let finalCodes = Set(
        [CURLE_PEER_FAILED_VERIFICATION, CURLE_LOGIN_DENIED, CURLE_USE_SSL_FAILED, CURLE_URL_MALFORMAT].map(\.rawValue)
    )

    /// Whether a text may stand between angle brackets; anything else could add commands or recipients.
    private static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"<>,;:\\\"()".utf8.contains($0) }
    }

    // libcurl asks to be started once, before any thread uses it.
    private static let libraryIsStarted: Bool = curl_global_start() == CURLE_OK
}
