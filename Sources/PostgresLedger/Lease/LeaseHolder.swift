import Foundation

/// A process that holds the lease, or wants it.
public struct LeaseHolder: Hashable, Sendable {
    /// The machine, and on it the space in which process ids count: a container has its own.
    public let host: String
    /// The process id and when the process began, so that a later process of the same id is another.
    public let process: String

    /// This process.
    public static let current = LeaseHolder(process: ProcessInfo.processInfo.processIdentifier)

    init(host: String, process: String) {
        self.host = host
        self.process = process
    }

    /// A process of this machine.
    init(process id: Int32) {
        self.init(host: Self.thisHost, process: "\(id):\(Self.beginning(of: id) ?? "unknown")")
    }

    /// Whether it is known to be dead: a process of this machine that is no more. Of other machines nothing is known.
    ///
    /// A run that was killed keeps nobody waiting so.
    var isKnownToBeDead: Bool {
        guard host == Self.thisHost, let id = Int32(process.prefix { $0 != ":" }) else { return false }
        guard let beginning = Self.beginning(of: id) else { return !Self.isHidden(id) }
        return process != "\(id):\(beginning)"
    }

    /// The boot's id and the space of process ids.
    private static let thisHost: String = {
        let boot = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        let space = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
        return [ProcessInfo.processInfo.hostName, boot?.trimmed, space].compactMap(\.self).joined(separator: " ")
    }()

    /// Whether there is a process of that id of which this one may see nothing: another user's, where /proc hides those.
    static func isHidden(_ id: Int32) -> Bool { kill(id, 0) != 0 && errno == EPERM }

    /// When a process began, in ticks since the boot; nil when there is none of that id, or only what is left of one.
    private static func beginning(of id: Int32) -> String? {
        guard let line = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return nil }
        // The second field is the program's name, in parentheses and with whatever it likes inside.
        guard let name = line.lastIndex(of: ")") else { return nil }
        let fields = line[name...].split(separator: " ")
        guard fields.count > 20, fields[1] != "Z", fields[1] != "X" else { return nil }
        return String(fields[20])
    }
}
