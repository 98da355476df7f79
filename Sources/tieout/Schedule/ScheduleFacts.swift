import ArgumentParser
import Foundation

/// What the files of a schedule say of one machine; as it stands, what those in `cron/` say.
struct ScheduleFacts {
    /// The program.
    var binary = "/usr/bin/tieout"
    /// The configuration file.
    var configuration = "/etc/tieout/tieout.yaml"
    /// What the configuration file holds; nil where there is none yet.
    var configurationText: String?
    /// The operating system's user that runs it.
    var user = "tieout"
    /// When it starts, in UTC; cron counts in the host's zone.
    var time = TimeOfDay(hour: 2, minute: 17)
    /// The variables that are set, by their names: a path where the name ends in `_FILE`, and no secret.
    var variables: [String: String] = [:]

    /// Variables that hold a secret, and may come from files.
    static let secrets = ["STRIPE_SECRET_KEY", "DATABASE_URL"] + AlertSettings.secrets + HeartbeatSettings.secrets

    /// What is to be known of the variables of an environment: which are set, and where files are.
    static func variables(of environment: [String: String]) -> [String: String] {
        let open = ["PGHOST", "PGPORT", "PGDATABASE", "PGUSER", "PGPASSFILE", "PGSSLROOTCERT", "STRIPE_API_BASE"]
        var variables: [String: String] = [:]
        for (name, value) in environment where !value.isEmpty {
            if secrets.contains(name) { variables[name] = "" }
            if open.contains(name) || secrets.contains(where: { name == $0 + "_FILE" }) { variables[name] = value }
        }
        return variables
    }

    /// Whether the operating system takes it for a user's name.
    static func isUserName(_ name: String) -> Bool { name.wholeMatch(of: /[a-z_][a-z0-9_-]{0,31}/) != nil }

    /// - Throws: ``Failure`` with status 64 for a path that no unit, crontab or environment file could hold.
    func requireWritable() throws(Failure) {
        let texts =
            [("the program", binary), ("the configuration", configuration)] + variables.map { ($0.key, $0.value) }
        for (name, text) in texts where text.contains(where: { "'\"\\\r\n".contains($0) }) {
            throw Failure(
                .usage,
                "\(name) has a quote, a backslash or a line break in it, which a schedule cannot hold: \(text)"
            )
        }
    }
}

/// An hour and a minute.
struct TimeOfDay: Equatable {
    let hour: Int
    let minute: Int

    /// As `02:17`.
    var text: String { [hour, minute].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":") }
}

extension TimeOfDay: ExpressibleByArgument {
    init?(argument: String) {
        guard let match = argument.wholeMatch(of: /(\d\d):(\d\d)/), let hour = Int(match.1), let minute = Int(match.2),
            hour < 24, minute < 60
        else { return nil }
        self.init(hour: hour, minute: minute)
    }
}
