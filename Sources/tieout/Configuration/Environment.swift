import Foundation
import HTTPTransport

/// What the environment sets, secrets from files included.
struct Environment {
    let variables: [String: String]

    /// Puts the environment's values over the configuration's.
    ///
    /// - Throws: ``Failure`` with status 78 when a `…_FILE` cannot be read.
    func apply(to configuration: inout Configuration) throws(Failure) {
        if let key = try secret("STRIPE_SECRET_KEY") { configuration.stripeKey = key }
        if let url = try secret("DATABASE_URL") { configuration.databaseURL = url }
        if let address = try secret("TIEOUT_SLACK_WEBHOOK") { configuration.alerts.slackWebhook = Secret(address) }
        if let key = try secret("TIEOUT_PAGERDUTY_KEY") { configuration.alerts.pagerDutyKey = Secret(key) }
        if let address = try secret("TIEOUT_WEBHOOK") { configuration.alerts.webhook = Secret(address) }
        if let secret = try secret("TIEOUT_WEBHOOK_SECRET") { configuration.alerts.webhookSecret = Secret(secret) }
        if let server = try secret("TIEOUT_SMTP_URL") { configuration.alerts.mailServer = Secret(server) }
        if let secret = try secret("STRIPE_WEBHOOK_SECRET") { configuration.replay.secret = Secret(secret) }
        if let address = try secret("TIEOUT_HEARTBEAT_URL") { configuration.heartbeat.healthchecks = Secret(address) }
        if let address = try secret("TIEOUT_HEARTBEAT_SENTRY_URL") {
            configuration.heartbeat.sentry = Secret(address)
        }
        if let id = try secret("AWS_ACCESS_KEY_ID") { configuration.upload.accessKeyID = Secret(id) }
        if let key = try secret("AWS_SECRET_ACCESS_KEY") { configuration.upload.secretAccessKey = Secret(key) }
        if let token = try secret("AWS_SESSION_TOKEN") { configuration.upload.sessionToken = Secret(token) }
        if let base = value("STRIPE_API_BASE") { configuration.stripeBase = base }
    }

    /// A variable's value; nil when it is not set or empty.
    func value(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A secret from the variable or from the file that the variable with `_FILE` names.
    private func secret(_ name: String) throws(Failure) -> String? {
        guard let path = value(name + "_FILE") else { return value(name) }
        guard value(name) == nil else {
            throw Failure(.configuration, "\(name) and \(name)_FILE are both set", advice: "Keep one of them.")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Failure(.configuration, "cannot read \(path), which \(name)_FILE names")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
