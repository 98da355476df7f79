import Glibc

/// Holds SIGPIPE back from this thread: writing to a closed connection must not end the program.
///
/// Older versions of libcurl write through OpenSSL without `MSG_NOSIGNAL`. A thread's mask is inherited by the threads that
/// it starts and by their child processes, so it is put back wherever a waiting task is woken.
public struct PipeSignal {
    private var pipe = sigset_t()

    init() {
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        block()
    }

    /// Does something that blocks, such as a whole transfer, without SIGPIPE.
    public static func heldBack<Value>(during work: () -> Value) -> Value {
        let signal = PipeSignal()
        defer { signal.release() }
        return work()
    }

    func whileAsBefore(_ work: () -> Void) {
        release()
        work()
        block()
    }

    private func release() {
        discardPending()
        withUnsafePointer(to: pipe) { _ = pthread_sigmask(SIG_UNBLOCK, $0, nil) }
    }

    private func block() {
        withUnsafePointer(to: pipe) { _ = pthread_sigmask(SIG_BLOCK, $0, nil) }
    }

    private func discardPending() {
        var atOnce = timespec()
        withUnsafePointer(to: pipe) { while sigtimedwait($0, nil, &atOnce) == SIGPIPE {} }
    }
}
