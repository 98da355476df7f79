extension ScheduleFile {
    static func systemd(_ facts: ScheduleFacts) -> [ScheduleFile] {
        let folder = "/etc/systemd/system"
        var timer = ScheduleFile("\(folder)/tieout.timer", PackageResources.tieout_timer)
        timer.fill("02:17:00 UTC", with: "\(facts.time.text):00 UTC")
        return [
            unit("\(folder)/tieout.service", PackageResources.tieout_service, facts), timer,
            unit("\(folder)/tieout-backfill@.service", PackageResources.tieout_backfill__service, facts),
            ScheduleFile("\(folder)/tieout-alert@.service", PackageResources.tieout_alert__service),
            ScheduleFile("/usr/lib/tieout/unit-failed.sh", PackageResources.unit_failed_sh, mode: 0o755),
            environment(facts),
        ]
    }

    private static func unit(_ destination: String, _ bytes: [UInt8], _ facts: ScheduleFacts) -> ScheduleFile {
        var unit = ScheduleFile(destination, bytes)
        unit.fill("ExecStart=/usr/bin/tieout ", with: "ExecStart=\(unitWord(facts.binary, isCommand: true)) ")
        unit.fill(
            "Environment=TIEOUT_CONFIG=/etc/tieout/tieout.yaml",
            with: "Environment=\(unitWord("TIEOUT_CONFIG=\(facts.configuration)"))"
        )
        unit.fill("User=tieout\nGroup=tieout\n", with: "User=\(facts.user)\nGroup=\(facts.user)\n")
        // Homes are hidden from the run, unless it has to read there.
        if [facts.binary, facts.configuration].contains(where: { $0.hasPrefix("/home/") || $0.hasPrefix("/root/") }) {
            unit.fill("ProtectHome=yes", with: "ProtectHome=read-only")
        }
        return unit
    }

    /// A word as systemd reads it in a unit: `%` begins a specifier and, in a command, `$` a variable.
    private static func unitWord(_ word: String, isCommand: Bool = false) -> String {
        var escaped = word.replacingOccurrences(of: "%", with: "%%")
        if isCommand { escaped = escaped.replacingOccurrences(of: "$", with: "$$") }
        return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
    }
}
