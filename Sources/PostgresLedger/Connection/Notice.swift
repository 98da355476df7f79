import CPostgres

/// What the server said on the side while it worked: of functions, `RAISE NOTICE` and `RAISE WARNING`.
final class NoticeLog {
    private(set) var notices: [ServerError] = []

    /// Gives the notices and forgets them.
    func take() -> [ServerError] {
        defer { notices.removeAll() }
        return notices
    }

    /// Has the connection report to this log, which must live as long as the connection.
    func attach(to handle: OpaquePointer) {
        let receiver: PQnoticeReceiver = { log, result in
            guard let log, let result else { return }
            let notices = Unmanaged<NoticeLog>.fromOpaque(log).takeUnretainedValue()
            notices.notices.append(ServerError(result, statement: "notice"))
        }
        PQsetNoticeReceiver(handle, receiver, Unmanaged.passUnretained(self).toOpaque())
    }
}
