import Foundation
import HTTPTransport

/// Asks for a password: at a terminal twice, without showing it; otherwise it is the first line of standard input.
enum PasswordPrompt {
    /// A password that may be set.
    ///
    /// - Throws: ``SignInFault`` when it is too short or too long, when the two differ, and when nothing comes.
    static func newPassword(for name: String) throws(SignInFault) -> Secret {
        let isTerminal = isatty(STDIN_FILENO) == 1
        let typed = isTerminal ? try HiddenInput.line("Password for \(name): ") : try firstLine()
        let password = typed.precomposedStringWithCanonicalMapping
        guard PasswordHash.lengths.contains(password.utf8.count) else {
            throw SignInFault(
                "a password has between \(PasswordHash.lengths.lowerBound) and \(PasswordHash.lengths.upperBound) bytes",
                advice: "Four or five words that have nothing to do with each other are long enough."
            )
        }
        if isTerminal, try HiddenInput.line("Once more: ") != typed { throw SignInFault("the two passwords differ") }
        return Secret(password)
    }

    private static func firstLine() throws(SignInFault) -> String {
        guard let line = readLine(strippingNewline: true) else {
            throw SignInFault("no password came on standard input")
        }
        return line
    }
}

/// A line typed at the terminal that standard input is, which shows nothing of it.
enum HiddenInput {
    /// - Throws: ``SignInFault`` when it is broken off; the terminal is then as it was.
    static func line(_ prompt: String) throws(SignInFault) -> String {
        var former = termios()
        guard tcgetattr(STDIN_FILENO, &former) == 0 else { throw SignInFault("the terminal cannot be asked") }
        // Without the terminal's own signals and lines: Ctrl-C comes as a character, so that the terminal never stays mute.
        var hidden = former
        hidden.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            throw SignInFault("the terminal cannot be asked")
        }
        say(prompt)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &former)
            say("\n")
        }
        var typed: [UInt8] = []
        while typed.count <= 8192 {
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { break }
            switch byte {
            case UInt8(ascii: "\r"), UInt8(ascii: "\n"):
                guard let text = String(validating: typed, as: UTF8.self) else { throw SignInFault("that is no text") }
                return text
            case 0x03, 0x04, 0x1C: throw SignInFault("broken off; nothing was changed")
            case 0x08, 0x7F: eraseCharacter(&typed)
            case 0x15: typed = []
            default: typed.append(byte)
            }
        }
        throw SignInFault("no password came")
    }

    private static func eraseCharacter(_ typed: inout [UInt8]) {
        while let last = typed.popLast(), last & 0xC0 == 0x80 {}
    }

    private static func say(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
