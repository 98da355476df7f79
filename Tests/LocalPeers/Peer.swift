import Foundation

/// Software of others on this machine that takes what channels send, or judges it: Python programs beside this file.
public final class Peer {
    /// Where it listens.
    public private(set) var port = 0
    private let process = Process()
    private let output = Pipe()
    private var rest = Data()

    /// Starts one of `Peers`, which prints its port first.
    public init(_ name: String, _ arguments: [String]) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [Self.python, Self.path(name)] + arguments
        process.standardOutput = output
        try process.run()
        guard let line = nextLine(), let port = Int(String(decoding: line, as: UTF8.self)) else {
            throw NoAnswer(of: name)
        }
        self.port = port
    }

    deinit {
        // Not SIGTERM: threads of Dispatch block it, and a child process inherits that from the thread that starts it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The next thing that it took; waits for it.
    public func next<Taken: Decodable>(_: Taken.Type = Taken.self) throws -> Taken {
        guard let line = nextLine() else { throw NoAnswer(of: "the peer") }
        return try JSONDecoder().decode(Taken.self, from: line)
    }

    /// What a judge says of that input.
    public static func verdict<Verdict: Decodable>(of name: String, on input: Data) throws -> Verdict {
        // A file and no pipe: writing to a judge that could not start would end the tests by a signal.
        let file = FileManager.default.temporaryDirectory.appending(path: "tieout-judged-\(UUID().uuidString)")
        try input.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, stdout) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [python, path(name)]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = stdout
        try process.run()
        let said = stdout.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return try JSONDecoder().decode(Verdict.self, from: said)
    }

    private static let python = ProcessInfo.processInfo.environment["TIEOUT_PYTHON"] ?? "python3"

    /// Where their programs are.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers")

    private static func path(_ name: String) -> String { folder.appending(path: "\(name).py").path }

    private func nextLine() -> Data? {
        while true {
            if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest = Data(rest[rest.index(after: end)...]) }
                return Data(rest[..<end])
            }
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { return nil }
            rest.append(part)
        }
    }
}

/// A peer that ended instead of answering.
public struct NoAnswer: Error {
    /// Which.
    public let of: String
}

/// A request as `http_peer` took it.
public struct TakenRequest: Decodable {
    /// Its method.
    public var method: String
    /// Path and query.
    public var path: String
    /// Header fields by their names in lower case.
    public var headers: [String: String]
    /// Its body, as text.
    public var body: String

    /// Its body's members.
    public func json() throws -> [String: Any] {
        try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
    }
}

/// A mail as `mail_peer` took it.
public struct TakenMail: Decodable {
    /// The envelope's sender.
    public var sender: String
    /// The envelope's recipients.
    public var recipients: [String]
    /// Header fields by their names in lower case, decoded.
    public var headers: [String: String]
    /// The text of each part by its type.
    public var parts: [String: String]
    /// What the parser objects to.
    public var defects: [String]
    /// When it was written, as ISO 8601 has it.
    public var date: String
}
