import Foundation

/// The terminal that standard error is, if it is one that can draw a line anew. Nothing is coloured, with `NO_COLOR` or
/// without.
struct Terminal: Sendable, Equatable {
    /// Whether its locale has more than ASCII.
    let usesUnicode: Bool

    /// The terminal of that environment; nil where standard error is a file or a pipe, and for `TERM=dumb`.
    init?(isTerminal: Bool, environment: [String: String]) {
        guard isTerminal, let term = environment["TERM"], !term.isEmpty, term != "dumb" else { return nil }
        usesUnicode = Self.hasUnicode(in: environment)
    }

    /// Whether the locale of that environment has more than ASCII.
    static func hasUnicode(in environment: [String: String]) -> Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) }
    }

    /// The one that the program runs in.
    static var standardError: Terminal? {
        Terminal(isTerminal: isatty(STDERR_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    }

    /// How many characters fit on a line.
    var columns: Int { Self.columns(of: STDERR_FILENO) }

    /// How many characters fit on a line of that file; 80 where it is no terminal.
    static func columns(of file: Int32) -> Int {
        var size = winsize()
        guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Puts a text in place of the line that was drawn before.
    func redraw(_ text: String) { write("\r" + text + Self.eraseToEnd) }

    /// Takes the line away, so that another can stand there.
    func clear() { write("\r" + Self.eraseToEnd) }

    private static let eraseToEnd = "\u{1B}[K"

    private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
