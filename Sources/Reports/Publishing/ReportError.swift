import Glibc

/// A report that could not be written, or was not what was written when it was read back: exit status 73.
public struct ReportError: Error, Hashable, CustomStringConvertible {
    /// The file or folder.
    public let path: String
    /// What went wrong with it.
    public let problem: String
    /// What to do about it.
    public let advice: String
    /// Whether the right to read or write was missing.
    public let isPermission: Bool

    /// `reports: others can write to it; take the right away with chmod o-w reports`.
    public var description: String { "\(path): \(problem); \(advice)" }

    init(_ path: String, _ problem: String, advice: String, isPermission: Bool = false) {
        self.path = path
        self.problem = problem
        self.advice = advice
        self.isPermission = isPermission
    }

    /// The last call into the operating system failed.
    ///
    /// - Parameter doing: what was asked, as in “cannot be written”.
    static func system(_ path: String, _ doing: String, code: Int32 = errno) -> ReportError {
        ReportError(
            path,
            "\(doing) (\(String(cString: strerror(code))))",
            advice: advice(for: code),
            isPermission: code == EACCES || code == EPERM
        )
    }

    /// What was read back differs from what was written.
    static func notAsWritten(_ path: String, _ problem: String) -> ReportError {
        ReportError(path, problem, advice: "nothing was published; check the disk's space and health, then run again")
    }

    private static func advice(for code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT, EFBIG: "make room, or raise the limit, and run again"
        case EACCES, EPERM, EROFS: "give the job's user the right to write there, or choose another reports.directory"
        case ENOENT, ENOTDIR: "create the folder, or choose another reports.directory"
        default: "check the path and the disk, then run again"
        }
    }
}
