import Alerts
import Foundation
import HTTPTransport
import Reconciliation

/// Who is told: the channels that are set, each by its secret in the environment.
struct AlertSettings: Equatable {
    /// `TIEOUT_SLACK_WEBHOOK`: the address of Slack's incoming webhook.
    var slackWebhook: Secret?
    /// `TIEOUT_PAGERDUTY_KEY`: the routing key of a PagerDuty integration.
    var pagerDutyKey: Secret?
    /// Where PagerDuty's Events API is: another address for customers in the EU.
    var pagerDutyAddress = "https://events.pagerduty.com/v2/enqueue"
    /// `TIEOUT_WEBHOOK`: any address that takes JSON.
    var webhook: Secret?
    /// `TIEOUT_WEBHOOK_SECRET`: what its requests are signed under.
    var webhookSecret: Secret?
    /// `TIEOUT_SMTP_URL`: the mail server, with user and password where it asks for them.
    var mailServer: Secret?
    /// In which form the webhook is sent.
    var webhookFormat = WebhookFormat.standard
    /// Who writes mails.
    var mailSender: String?
    /// Who is written to.
    var mailRecipients: [String] = []
    /// How much money findings may be about until somebody has to look.
    var thresholds = AlertThresholds()
    /// How old the last good run may be until it is missing, in seconds.
    var runMissingAfter: Int64 = 26 * .hour
    /// How long a run may spend on telling others in all, in seconds: channels, beats and pushed figures.
    var timeLimit: Int64 = 60
    /// Where the pages of advice are; each code is an anchor there.
    var runbook: String?

    /// The variables of which one makes a channel.
    static let channelSecrets = secrets.filter { $0 != "TIEOUT_WEBHOOK_SECRET" }

    /// The variables that hold secrets, for whoever blots them out of what is printed.
    static let secrets = [
        "TIEOUT_SLACK_WEBHOOK", "TIEOUT_PAGERDUTY_KEY", "TIEOUT_WEBHOOK", "TIEOUT_WEBHOOK_SECRET", "TIEOUT_SMTP_URL",
    ]
}

extension AlertSettings {
    /// The channels that are set, in the order in which they are reported.
    ///
    /// - Throws: ``Failure`` with status 78 for an address or a secret that cannot be one, by its variable's name and without
    ///   its value.
    func channels() throws(Failure) -> [any Channel] {
        var configuration = HTTPTransportConfiguration()
        configuration.totalTimeout = .seconds(10)
        configuration.connectionsPerHost = 2
        let transport = HTTPTransport(configuration)
        var channels: [any Channel] = []
        if let slackWebhook {
            try slackWebhook.requireAddress("TIEOUT_SLACK_WEBHOOK")
            channels.append(SlackChannel(webhook: slackWebhook, over: transport))
        }
        if let pagerDutyKey {
            guard (try? /[A-Za-z0-9]{32}/.wholeMatch(in: pagerDutyKey.revealed())) ?? nil != nil else {
                throw Failure(
                    .configuration,
                    "TIEOUT_PAGERDUTY_KEY is no routing key",
                    advice: "Take the 32 characters of the service's Events API v2 integration."
                )
            }
            try Secret(pagerDutyAddress).requireAddress("alerts.pagerduty_url")
            channels.append(PagerDutyChannel(routingKey: pagerDutyKey, address: pagerDutyAddress, over: transport))
        }
        if let mailServer { channels.append(MailChannel(try mail(over: mailServer))) }
        if let webhook {
            try webhook.requireAddress("TIEOUT_WEBHOOK")
            let channel = WebhookChannel(
                address: webhook,
                format: webhookFormat,
                secret: webhookSecret,
                over: transport
            )
            guard let channel else {
                throw Failure(
                    .configuration,
                    "TIEOUT_WEBHOOK_SECRET is no secret",
                    advice: "Write whsec_ and 24 to 64 bytes in Base64: echo whsec_$(openssl rand -base64 32)"
                )
            }
            channels.append(channel)
        }
        return channels
    }

    private func mail(over server: Secret) throws(Failure) -> MailSettings {
        guard let mailSender, !mailRecipients.isEmpty else {
            throw Failure(
                .configuration,
                "TIEOUT_SMTP_URL is set, and nobody is to write or to be written to",
                advice: "Set alerts.mail.from and alerts.mail.to in tieout.yaml."
            )
        }
        let form = /(smtps?):\/\/(?:([^:@\/]+):([^@\/]*)@)?([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?\/?/
        guard let parts = (try? form.wholeMatch(in: server.revealed())) ?? nil else {
            throw Failure(
                .configuration,
                "TIEOUT_SMTP_URL is no address of a mail server",
                advice:
                    "Write smtps://user:password@host or smtp://user:password@host:587; percent-encode @ : / in a password."
            )
        }
        var settings = MailSettings(
            server: "\(parts.1)://\(parts.4)\(parts.5 ?? "")",
            sender: mailSender,
            recipients: mailRecipients
        )
        settings.user = parts.2.flatMap { String($0).removingPercentEncoding }
        settings.password = parts.3.flatMap { String($0).removingPercentEncoding }.map { Secret($0) }
        return settings
    }
}

extension Secret {
    /// Passes when it is an address that something can be sent to.
    ///
    /// - Throws: ``Failure`` with status 78 that names the setting and not its value.
    func requireAddress(_ name: String) throws(Failure) {
        do throws(InvalidAddress) {
            _ = try HTTPOrigin(of: revealed())
        } catch {
            throw Failure(.configuration, "\(name) is no usable address: \(error)")
        }
    }
}
