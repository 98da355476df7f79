import Foundation

/// The system's journal at the other end of standard error: it reads how severe a line is from `<3>` at its beginning.
enum Journal {
    /// Whether standard error leads there. systemd says in `JOURNAL_STREAM` which file that is, so that a program whose
    /// standard error was sent elsewhere is not fooled (`systemd.exec(5)`).
    static let isStandardError: Bool = {
        var status = stat()
        guard let stream = ProcessInfo.processInfo.environment["JOURNAL_STREAM"], fstat(STDERR_FILENO, &status) == 0
        else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }()

    /// The text as standard error is to be given it: where that is the journal, each of its lines with its priority
    /// (`sd-daemon(3)`), since each is an entry of its own.
    ///
    /// - Parameter level: as log lines name it.
    static func prefixed(_ text: String, level: String) -> String {
        guard isStandardError else { return text }
        let prefix = "<\(priorities[level] ?? 6)>"
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : prefix + $0 }
            .joined(separator: "\n")
    }

    private static let priorities = [
        "critical": 2, "error": 3, "warning": 4, "notice": 5, "info": 6, "debug": 7, "trace": 7,
    ]
}
