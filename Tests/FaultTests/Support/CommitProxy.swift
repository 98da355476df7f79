import Foundation
import Synchronization
import TestSupport

/// Stands between a program and its PostgreSQL server, and breaks the connection at a COMMIT.
final class CommitProxy: Sendable {
    /// What becomes of the COMMIT at which the connection breaks.
    enum Break: String, CaseIterable, Sendable {
        /// The server never hears of it.
        case requestLost
        /// The server has committed; its answer does not arrive.
        case answerLost
    }

    private let folder: WorkFolder
    private let descriptor: Int32
    private let count: CommitCount

    /// Breaks at the COMMIT of that number, of all connections together; at none where it is 0.
    convenience init(to serverFolder: String, breaking number: Int = 0, _ manner: Break = .answerLost) throws {
        try self.init(to: serverFolder, CommitCount(breaking: number), manner)
    }

    /// Breaks at the first COMMIT after a statement of that name.
    convenience init(to serverFolder: String, breakingAfter statement: String, _ manner: Break) throws {
        try self.init(to: serverFolder, CommitCount(breaking: 1, after: statement), manner)
    }

    private init(to serverFolder: String, _ count: CommitCount, _ manner: Break) throws {
        folder = try WorkFolder()
        self.count = count
        descriptor = try UnixAddress("\(folder.path)/.s.PGSQL.5432").listen()
        let (descriptor, count) = (descriptor, count)
        Thread.detachNewThread {
            while let client = Link.Side(accepting: descriptor) {
                guard let server = Link.Side(connecting: "\(serverFolder)/.s.PGSQL.5432") else { continue }
                Link(client: client, server: server).carry(until: count, manner)
            }
            close(descriptor)
        }
    }

    deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

    /// Whether the COMMIT to break at has come.
    var hasBroken: Bool { count.hasCome }

    /// How many COMMITs there were.
    var commits: Int { count.value }

    /// The address of a database behind it.
    func url(of database: String) -> String {
        "postgresql://postgres@\(folder.path.replacing("/", with: "%2F"))/\(database)"
    }
}

/// Counts the COMMITs that pass, and knows the one to break at.
private final class CommitCount: Sendable {
    private let number: Int
    private let statement: [UInt8]?
    private let passed = Mutex(0)
    private let isAwaited: Mutex<Bool>

    init(breaking number: Int, after statement: String? = nil) {
        self.number = number
        self.statement = statement.map { Array($0.utf8) }
        isAwaited = Mutex(statement == nil)
    }

    /// Whether the one to break at has passed.
    var hasCome: Bool { number > 0 && value >= number }

    var value: Int { passed.withLock { $0 } }

    /// The text of the statement and its NUL, alone or behind what travels with it.
    private static let commit = Array("COMMIT".utf8) + [0]

    /// Whether this message is the COMMIT of the number.
    func isTheOne(_ message: ArraySlice<UInt8>) -> Bool {
        if let statement, message.contains(statement) { isAwaited.withLock { $0 = true } }
        guard message.firstRange(of: Self.commit) != nil, isAwaited.withLock({ $0 }) else { return false }
        return passed.withLock { passed in
            passed += 1
            return passed == number
        }
    }
}

/// A connection of a program through the proxy.
private final class Link: Sendable {
    /// The socket of one side, closed when nobody reads or writes it any more.
    final class Side: Sendable {
        let descriptor: Int32

        init?(accepting listener: Int32) {
            descriptor = accept(listener, nil, nil)
            if descriptor < 0 { return nil }
        }

        init?(connecting path: String) {
            guard let descriptor = try? UnixAddress(path).connect() else { return nil }
            self.descriptor = descriptor
        }

        deinit { close(descriptor) }

        /// Ends it for both directions, which wakes whoever reads.
        func hangUp() { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private let client: Side
    private let server: Side
    private let isBroken = Mutex(false)

    init(client: Side, server: Side) { (self.client, self.server) = (client, server) }

    /// Carries bytes both ways until either side ends or the COMMIT comes.
    func carry(until count: CommitCount, _ manner: CommitProxy.Break) {
        Thread.detachNewThread { [self] in
            Self.carry(from: client, to: server) { message in
                guard count.isTheOne(message) else { return true }
                isBroken.withLock { $0 = true }
                return manner == .answerLost
            }
            // Where the COMMIT is under way its answer has to come first, and hangs up.
            if !isBroken.withLock({ $0 }) || manner == .requestLost { hangUp() }
        }
        Thread.detachNewThread { [self] in
            Self.carry(from: server, to: client) { _ in !isBroken.withLock { $0 } }
            hangUp()
        }
    }

    private func hangUp() {
        client.hangUp()
        server.hangUp()
    }

    private static func carry(from source: Side, to target: Side, _ mayPass: (ArraySlice<UInt8>) -> Bool) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source.descriptor, &buffer, buffer.count, 0)
            guard count > 0, mayPass(buffer[..<count]) else { return }
            var sent = 0
            while sent < count {
                let rest = buffer[sent..<count].withUnsafeBytes {
                    send(target.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard rest > 0 else { return }
                sent += rest
            }
        }
    }
}
