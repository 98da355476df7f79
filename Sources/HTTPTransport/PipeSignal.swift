import Glibc

/// Holds SIGPIPE back from this thread: writing to a closed connection must not end the program.
///
/// Older versions of libcurl write through OpenSSL without `MSG_NOSIGNAL`. A thread's mask is inherited by the threads that
/// it starts and by their child processes, so it is put back wherever a waiting task is woken.
struct PipeSignal {
    private var pipe = sigset_t()

    init() {
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        block()
    }

    func whileAsBefore(_ work: () -> Void) {
        discardPending()
        withUnsafePointer(to: pipe) { _ = pthread_sigmask(SIG_UNBLOCK, $0, nil) }
        work()
        block()
    }

    private func block() {
        withUnsafePointer(to: pipe) { _ = pthread_sigmask(SIG_BLOCK, $0, nil) }
    }

    private func discardPending() {
        var atOnce = timespec()
        withUnsafePointer(to: pipe) { while sigtimedwait($0, nil, &atOnce) == SIGPIPE {} }
    }
}
