import Foundation

extension ScheduleFile {
    static func kubernetes(_ facts: ScheduleFacts) -> [ScheduleFile] {
        var schedule = manifest("cronjob.yaml", PackageResources.cronjob_yaml, facts)
        schedule.fill("\"17 2 * * *\"", with: "\"\(facts.time.minute) \(facts.time.hour) * * *\"")
        if !channels(of: facts).isEmpty {
            let files = (["stripe-key", "database-url"] + channels(of: facts).map(\.key)).map { " --from-file=\($0)" }
            schedule.fill(
                " --from-file=stripe-key --from-file=database-url",
                with: " \\\n#    " + files.joined()
            )
        }
        if let text = facts.configurationText {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let indented = lines.map { $0.isEmpty ? "" : "    \($0)" }.joined(separator: "\n")
            schedule.fill(
                "    reports:\n      directory: /var/lib/tieout/reports\n    ledger:\n      preset: reference\n",
                with: indented + (indented.hasSuffix("\n") ? "" : "\n")
            )
        }
        return [
            schedule, manifest("backfill-job.yaml", PackageResources.backfill_job_yaml, facts),
            ScheduleFile("networkpolicy.yaml", PackageResources.networkpolicy_yaml),
        ]
    }

    /// A manifest whose containers are told of the channels that are set here, each from a file of the secret.
    private static func manifest(_ name: String, _ bytes: [UInt8], _ facts: ScheduleFacts) -> ScheduleFile {
        var manifest = ScheduleFile(name, bytes)
        let last = "{name: DATABASE_URL_FILE, value: /run/secrets/tieout/database-url}\n"
        guard let line = manifest.text.split(separator: "\n").first(where: { $0.hasSuffix(last.dropLast()) }) else {
            preconditionFailure("\(name) no longer sets DATABASE_URL_FILE")
        }
        let indent = line.prefix { $0 == " " }
        let more = channels(of: facts).map { channel in
            "\(indent)- {name: \(channel.variable)_FILE, value: /run/secrets/tieout/\(channel.key)}\n"
        }
        manifest.fill(last, with: last + more.joined())
        return manifest
    }

    /// The channels that are set: each variable and what it is called in the secret.
    private static func channels(of facts: ScheduleFacts) -> [(variable: String, key: String)] {
        AlertSettings.secrets.filter { facts.variables[$0] != nil || facts.variables[$0 + "_FILE"] != nil }.map {
            ($0, $0.dropFirst("TIEOUT_".count).lowercased().replacingOccurrences(of: "_", with: "-"))
        }
    }
}
