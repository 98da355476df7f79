import ArgumentParser

/// `tieout alert-test`: one marked message to each channel.
struct AlertTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert-test",
        abstract: "Sends one message, marked as a test, to each channel that is set.",
        discussion: """
            Channels are set by variables: TIEOUT_SLACK_WEBHOOK, TIEOUT_PAGERDUTY_KEY, TIEOUT_SMTP_URL (with
            alerts.mail.from and alerts.mail.to in tieout.yaml), TIEOUT_WEBHOOK (TIEOUT_WEBHOOK_SECRET signs it);
            each also from a file, as TIEOUT_SLACK_WEBHOOK_FILE. The ledger and Stripe are not asked.

            Exit status: 0 all were told · 1 at least one was not · 78 none is set, or one is set wrong

            Example:
              tieout alert-test
            """
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let settings = try shared.configuration().alerts
            let outcomes = try await AlertTest(settings: settings).outcomes()
            guard !outcomes.isEmpty else {
                throw Failure(
                    .configuration,
                    "no channel is set, so nobody would be told of anything",
                    advice:
                        "Set one of \(AlertSettings.channelSecrets.joined(separator: ", "))."
                )
            }
            for outcome in outcomes {
                console.line("\(outcome.channel): \(outcome.failure.map { "not told, \($0)" } ?? "told")")
            }
            console.json([
                "schema_version": 1,
                "channels": outcomes.map { outcome in
                    var object: [String: Any] = ["channel": outcome.channel, "told": outcome.failure == nil]
                    object["failure"] = outcome.failure
                    return object
                },
            ])
            return outcomes.allSatisfy { $0.failure == nil } ? .tiedOut : .failed
        }
    }
}
