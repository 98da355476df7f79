import CCurl

#if canImport(Glibc)
    import Glibc
#endif

/// HTTP/1.1 exchanges over libcurl: many at once on one thread, over connections that are kept and used again.
///
/// Certificates and host names are always verified, TLS is 1.2 or later, redirects are answers like any other, and
/// neither `.netrc` nor the environment is read.
public final class HTTPTransport: Sendable {
    private let loop: ExchangeLoop

    /// A transport with a thread of its own, which ends with it.
    public init(_ configuration: HTTPTransportConfiguration = .init()) {
        _ = Self.libraryIsStarted
        loop = ExchangeLoop(configuration)
        loop.start()
    }

    deinit {
        loop.close()
    }

    /// Sends a request and waits for the whole answer, whatever its status.
    ///
    /// - Throws: ``HTTPTransportError`` when there is no whole answer; `cancelled` soon after the task was cancelled.
    public func perform(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let origin: HTTPOrigin
        do {
            origin = try HTTPOrigin(of: request.url)
        } catch {
            throw HTTPTransportError(kind: .badURL(error), method: request.method, host: "an invalid address")
        }
        let exchange = Exchange(request, to: origin)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.wait(continuation)
                loop.submit(exchange)
            }
        } onCancel: {
            exchange.cancel()
            loop.noticeCancellation()
        }
        return try outcome.get()
    }

    // libcurl asks to be started once, before any thread uses it.
    private static let libraryIsStarted: Bool = {
        keepBuffersInTheProcess()
        return curl_global_start() == CURLE_OK
    }()

    /// Lets the C library keep the memory of bodies instead of handing it back after each.
    ///
    /// A body of some hundred kilobytes comes and goes up to a thousand times a second; without this each is mapped,
    /// cleared by the kernel and unmapped, which took a fifth of the CPU time of collecting.
    private static func keepBuffersInTheProcess() {
        keep_freed_memory(4 << 20, 64 << 20)
    }
}
