import Alerts
import Reconciliation

/// One message, marked as a test, to each channel that is set.
struct AlertTest {
    let settings: AlertSettings

    /// Sends it; what became of each channel, none where none is set.
    ///
    /// - Throws: ``Failure`` with status 78 for a channel that is set wrong.
    func outcomes() async throws(Failure) -> [Delivery.Outcome] {
        let channels = try settings.channels()
        let now = Instant.now
        let test = Alert(.alertTest, "this is a test; nothing is the matter")
        let bulletin = Bulletin(
            [Notice(test, .began, since: now)],
            environment: "test message",
            run: nil,
            toldAt: now,
            runbookURL: settings.runbook
        )
        guard let bulletin, !channels.isEmpty else { return [] }
        let delivery = Delivery(to: channels)
        return await TimeAllowance(.seconds(settings.timeLimit)).spend { await delivery.tell(bulletin) }
    }

    /// The same as checks of the doctor's, one for each channel. No run refuses because one of them does not listen today.
    func checks() async throws(Failure) -> [Check] {
        try await outcomes().map { outcome in
            guard let failure = outcome.failure else {
                return .ok(.alertTest, "\(outcome.channel) has taken a test message")
            }
            return .warning(
                .alertTest,
                "\(outcome.channel) was not told: \(failure)",
                remedy: "Correct its address or secret, and try again: tieout alert-test."
            )
        }
    }
}
