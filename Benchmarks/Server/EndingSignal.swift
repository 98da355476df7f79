import Glibc

/// SIGTERM and SIGINT, waited for instead of suffered. Made before any other thread, which then inherits the mask.
struct EndingSignal {
    private var signals = sigset_t()

    init() {
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Returns when one of them came.
    func wait() {
        var awaited = signals
        var number: Int32 = 0
        sigwait(&awaited, &number)
    }
}
