import Foundation

extension ScheduleFile {
    static func cron(_ facts: ScheduleFacts) -> [ScheduleFile] {
        var table = ScheduleFile("/etc/cron.d/tieout", PackageResources.tieout)
        table.fill("17 2 * * * tieout ", with: "\(facts.time.minute) \(facts.time.hour) * * * \(facts.user) ")
        var rotation = ScheduleFile("/etc/logrotate.d/tieout", PackageResources.logrotate)
        if facts.user != "tieout" {
            rotation.fill("su tieout tieout", with: "su \(facts.user) \(facts.user)")
            rotation.fill("0640 tieout tieout", with: "0640 \(facts.user) \(facts.user)")
        }
        return [
            table, ScheduleFile("/usr/lib/tieout/run-tieout.sh", PackageResources.run_tieout_sh, mode: 0o755),
            environment(facts), rotation,
        ]
    }

    /// The environment file: names of what is set here are set there, without their secrets.
    static func environment(_ facts: ScheduleFacts) -> ScheduleFile {
        var file = ScheduleFile("/etc/tieout/tieout.env", PackageResources.tieout_env_example, mode: 0o640)
        file.isFilledIn = true
        if facts.user != "tieout" { file.fill("root:tieout", with: "root:\(facts.user)") }
        var values = facts.variables
        values["TIEOUT_CONFIG"] = facts.configuration
        if facts.binary != ScheduleFacts().binary { values["TIEOUT_BINARY"] = facts.binary }
        // A secret that is set here in one way is not set by the example in the other.
        let given = ScheduleFacts.secrets.filter { values[$0] != nil || values[$0 + "_FILE"] != nil }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard let name = variable(in: line) else { return String(line) }
            if let value = values.removeValue(forKey: name) { return "\(name)=\(quoted(value))" }
            let isGiven = given.contains { name == $0 || name == $0 + "_FILE" }
            return isGiven && !line.hasPrefix("#") ? "#\(line)" : String(line)
        }
        file.text = lines.joined(separator: "\n")
        if !values.isEmpty {
            let rest = values.sorted { $0.key < $1.key }.map { "\($0)=\(quoted($1))\n" }
            file.text += "\n# Set where this file was made.\n" + rest.joined()
        }
        return file
    }

    /// The variable that a line sets, or would set without its `#`.
    private static func variable(in line: Substring) -> String? {
        line.wholeMatch(of: /#?([A-Z][A-Z_]*)=.*/).map { String($0.1) }
    }

    private static func quoted(_ value: String) -> String {
        value.contains { " #$;".contains($0) } ? "'\(value)'" : value
    }
}
