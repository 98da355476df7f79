import Alerts
import Foundation
import HTTPTransport
import PostgresLedger
import Reconciliation
import Reports
import Yams

/// `tieout.yaml`, read strictly: a key that is not known is an error, because a typing slip that turns a setting off
/// is the failure that nobody sees.
struct ConfigurationFile {
    let path: String
    let root: Node.Mapping
    /// What `${NAME}` in a value stands for.
    let variables: [String: String]

    /// Reads the file.
    ///
    /// - Throws: ``Failure`` with status 78 when it cannot be read, is no YAML, or holds an unknown key.
    init(path: String, variables: [String: String] = [:]) throws(Failure) {
        self.path = path
        self.variables = variables
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw Failure(
                .configuration,
                "cannot read the configuration \(path)",
                advice: "Check --config or TIEOUT_CONFIG."
            )
        }
        do {
            let node = try Yams.compose(yaml: text)
            root = node?.mapping ?? Node.Mapping([])
            guard node == nil || node?.mapping != nil else {
                throw Failure(.configuration, "\(path) holds no mapping of keys to values")
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.configuration, "\(path) is no YAML: \(Self.problem(error))")
        }
        try check(root, prefix: "")
    }

    /// Puts the file's values over the configuration's.
    ///
    /// - Throws: ``Failure`` with status 78 naming the key whose value is of the wrong form.
    func apply(to configuration: inout Configuration) throws(Failure) {
        if let value = try text("stripe.account") { configuration.stripeAccount = value }
        if let value = try text("stripe.api_base") { configuration.stripeBase = value }
        if let value = try text("stripe.rate") { configuration.rate = try rate("stripe.rate", value) }
        if let value = try text("stripe.rate_per_endpoint") {
            configuration.ratePerEndpoint = try rate("stripe.rate_per_endpoint", value)
        }
        if let value = try text("apply") {
            guard let applies = ["auto": true, "plan": false][value] else {
                throw wrong("apply", value, "auto or plan")
            }
            configuration.applies = applies
        }
        if let value = try text("lookback") { configuration.lookback = try duration("lookback", value) }
        if let value = try text("settling_time") { configuration.settlingTime = try duration("settling_time", value) }
        for (name, limit) in Self.counts {
            guard let value = try text(name) else { continue }
            guard let count = Int64(value), count > 0 else { throw wrong(name, value, "a number from 1 on") }
            configuration[keyPath: limit] = count
        }
        if let value = try text("late_webhooks") {
            configuration.lateWebhooks = try duration("late_webhooks", value)
        }
        if let value = try text("plan_age") { configuration.planAge = try duration("plan_age", value) }
        if let value = try text("approval") {
            guard let isRequired = ["required": true, "optional": false][value] else {
                throw wrong("approval", value, "required or optional")
            }
            configuration.requiresAnotherApprover = isRequired
        }
        if let value = try text("lease") {
            configuration.lease = try duration("lease", value)
            guard configuration.lease > 0 else { throw wrong("lease", value, "a time above zero") }
        }
        if let value = try text("posting_connections") {
            guard let count = Int(value), (1...32).contains(count) else {
                throw wrong("posting_connections", value, "a number from 1 to 32")
            }
            configuration.postingConnections = count
        }
        if let value = try text("look_ups") {
            guard let count = Int(value), count >= 0 else { throw wrong("look_ups", value, "a number from 0 on") }
            configuration.lookUps = count
        }
        if let value = try text("metadata.customers") {
            guard let reading = CustomerReading(rawValue: value) else {
                throw wrong("metadata.customers", value, "where_needed, always or never")
            }
            configuration.metadataKeys.customers = reading
        }
        for (name, keys) in Self.metadataKeys {
            if let values = try texts(name) { configuration.metadataKeys[keyPath: keys] = values }
        }
        if let value = try text("reports.time_zone") { configuration.timeZone = try timeZone(value) }
        if let value = try text("reports.directory") { configuration.reportsDirectory = value }
        try applyReports(to: &configuration)
        try applyUpload(to: &configuration.upload)
        if let value = try text("alerts.mail.from") { configuration.alerts.mailSender = value }
        if let values = try texts("alerts.mail.to") { configuration.alerts.mailRecipients = values }
        if let value = try text("alerts.pagerduty_url") { configuration.alerts.pagerDutyAddress = value }
        if let value = try text("alerts.runbook_url") { configuration.alerts.runbook = value }
        if let value = try text("alerts.webhook_format") {
            guard let format = WebhookFormat(rawValue: value) else {
                throw wrong("alerts.webhook_format", value, "standard, teams or discord")
            }
            configuration.alerts.webhookFormat = format
        }
        if let value = try span("alerts.run_missing_after") { configuration.alerts.runMissingAfter = value.seconds }
        if let value = try text("alerts.time_limit") {
            configuration.alerts.timeLimit = try duration("alerts.time_limit", value)
            guard configuration.alerts.timeLimit > 0 else {
                throw wrong("alerts.time_limit", value, "a time above zero")
            }
        }
        try applyThresholds(to: &configuration.alerts.thresholds)
        try applyMetrics(to: &configuration.metrics)
        try applyReplay(to: &configuration.replay)
        if let value = try text("heartbeat.url") { configuration.heartbeat.healthchecks = Secret(value) }
        if let value = try text("heartbeat.sentry_url") { configuration.heartbeat.sentry = Secret(value) }
        if let node = node("ledger") {
            configuration.mapping = try LedgerSection(setting: Setting(file: path, name: "ledger", node: node))
                .mapping()
        }
    }

    private func applyThresholds(to thresholds: inout AlertThresholds) throws(Failure) {
        for severity in Severity.allCases where severity > .info {
            let name = "alerts.thresholds.\(severity.rawValue)"
            for value in try texts(name) ?? [] {
                guard let money = Money(majorUnits: value), money.minorUnits > 0 else {
                    throw wrong(name, value, "an amount such as 500.00 USD")
                }
                thresholds.sums[severity, default: [:]][money.currency] = money.minorUnits
            }
        }
    }

    private func applyMetrics(to metrics: inout MetricsSettings) throws(Failure) {
        if let value = try text("metrics.textfile") {
            // Another name is not read by the node exporter, and nobody would notice.
            guard value.hasSuffix(".prom") else {
                throw wrong("metrics.textfile", value, "the path of a file whose name ends with .prom")
            }
            metrics.textfile = value
        }
        if let value = try text("metrics.pushgateway") { metrics.pushgateway = value }
        if let value = try text("metrics.job") {
            guard !value.isEmpty else { throw wrong("metrics.job", value, "a name") }
            metrics.job = value
        }
    }

    private func applyReplay(to replay: inout ReplaySettings) throws(Failure) {
        if let value = try text("replay.endpoint") { replay.endpoint = value }
        if let value = try text("replay.rate") {
            guard let rate = Int(value), (1...100).contains(rate) else {
                throw wrong("replay.rate", value, "a number of events a second from 1 to 100")
            }
            replay.rate = rate
        }
        if let value = try text("replay.time_limit") {
            replay.timeLimit = try duration("replay.time_limit", value)
            guard (1...300).contains(replay.timeLimit) else {
                throw wrong("replay.time_limit", value, "a time from 1s to 300s")
            }
        }
    }

    private func applyReports(to configuration: inout Configuration) throws(Failure) {
        if let value = try text("reports.base_url") { configuration.reportsBaseURL = try baseURL(value) }
        if let value = try text("reports.csv_dialect") {
            guard let dialect = CSVDialect(rawValue: value) else {
                throw wrong("reports.csv_dialect", value, "plain or excel")
            }
            configuration.csvDialect = dialect
        }
        let monthEnd = try span("reports.retain.month_end")
        guard let daily = try span("reports.retain.daily") else {
            guard monthEnd == nil else {
                throw Failure(
                    .configuration,
                    "\(path): reports.retain.month_end stands without reports.retain.daily",
                    advice: "Say how long the other reports are kept, such as daily: 90d."
                )
            }
            return
        }
        guard monthEnd.map({ $0.seconds >= daily.seconds }) ?? true else {
            throw wrong("reports.retain.month_end", monthEnd?.text ?? "", "as long as reports.retain.daily or longer")
        }
        configuration.retention = Retention(daily: daily, monthEnd: monthEnd, timeZone: configuration.timeZone)
    }

    private static var counts: [(String, WritableKeyPath<Configuration, Int64>)] {
        [
            ("limits.grants_per_run", \.limits.grantsPerRun), ("limits.credits_per_run", \.limits.creditsPerRun),
            ("limits.credits_per_grant", \.limits.creditsPerGrant),
            ("limits.grants_per_buyer_and_day", \.limits.grantsPerBuyerAndDay),
            ("limits.credits_per_buyer_and_day", \.limits.creditsPerBuyerAndDay),
            ("limits.failures_in_a_row", \.mostFailuresInARow),
        ]
    }

    private static var metadataKeys: [(String, WritableKeyPath<MetadataKeys, [String]>)] {
        [
            ("metadata.user_id", \.userID), ("metadata.credits", \.credits), ("metadata.package_id", \.packageID),
            ("metadata.type", \.type), ("metadata.type_value", \.typeValues),
        ]
    }

    /// What is wrong and where, without the line itself: it may be the one with a secret that should not be there.
    private static func problem(_ error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, let mark, _), YamlError.parser(_, let problem, let mark, _),
            YamlError.composer(_, let problem, let mark, _):
            "\(problem) in line \(mark.line), column \(mark.column)"
        case YamlError.reader(let problem, _, _, _): problem
        case YamlError.duplicatedKeysInMapping(let keys, let place):
            "\(keys.joined(separator: ", ")) stands in it twice, in the part that begins in line \(place.mark.line)"
        default: "it cannot be read"
        }
    }

    private func check(_ mapping: Node.Mapping, prefix: String) throws(Failure) {
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "?")
            if let inner = value.mapping, Self.keys.keys.contains(where: { $0.hasPrefix(name + ".") }) {
                try check(inner, prefix: name + ".")
            } else if Self.keys[name] == nil {
                let line = key.mark.map { ":\($0.line)" } ?? ""
                let nearest = name.nearest(of: Self.keys.keys.sorted())
                throw Failure(
                    .configuration,
                    "\(path)\(line): unknown key \(name)",
                    advice: nearest.map { "Did you mean \($0)?" }
                        ?? "Known keys: \(Self.keys.keys.sorted().joined(separator: ", "))."
                )
            }
        }
    }
}
