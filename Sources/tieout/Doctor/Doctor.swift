import PostgresLedger
import Reports
import StripeAPI

/// All checks, of both sides and of this machine. A run asks the same before it writes anything, but for the prices, the
/// webhook endpoints and the alerts.
struct Doctor {
    let configuration: Configuration
    /// Whether a test message goes to each channel.
    var sendsTest = false

    /// Runs the checks; a side that cannot be reached at all is one refusal.
    func checks() async -> [Check] {
        var checks: [Check] = []
        var stripe: StripeClient?
        do {
            let client = try configuration.stripeClient()
            stripe = client
            checks += await StripeChecks(stripe: client).run()
            if Examination(checks: checks).wouldRun { checks.append(await WebhookCheck(stripe: client).run()) }
        } catch {
            checks.append(.refuse(.key, Failure(of: error)))
        }
        checks.append(reports)
        if let upload = await UploadCheck(settings: configuration.upload).run() { checks.append(upload) }
        let alerts = AlertCheck(configuration: configuration).run()
        checks.append(alerts)
        if sendsTest, alerts.verdict != .refuse {
            checks += (try? await AlertTest(settings: configuration.alerts).checks()) ?? []
        }
        do {
            let ledger = try configuration.ledger()
            try await ledger.connect()
            checks += try await Self.checks(of: ledger, stripe: stripe)
            // Where a run would refuse, the prices are not what to look at first.
            if let stripe, Examination(checks: checks).wouldRun {
                checks.append(try await PriceCheck(ledger: ledger, stripe: stripe).run())
            }
        } catch {
            checks.append(.refuse(.database, Failure(of: error)))
        }
        return checks
    }

    /// The checks of a ledger that is connected.
    ///
    /// - Parameter tries: whether one credit is granted and rolled back, which the server counts as writing.
    static func checks(
        of ledger: PostgresLedger,
        stripe: StripeClient?,
        tries: Bool = true
    ) async throws -> [Check] {
        let livemode = stripe.map { $0.configuration.key.mode == .live }
        let database = try await DatabaseChecks(ledger: ledger).run()
        guard database.allSatisfy({ $0.verdict != .refuse }) else { return database }
        return database + (try await LedgerChecks(ledger: ledger, livemode: livemode, tries: tries).run())
    }

    /// Room for the reports of a month of some ten thousand sales.
    private static let reportBytes: Int64 = 100_000_000

    private var reports: Check {
        do throws(ReportError) {
            try ReportPublisher(root: configuration.reportsDirectory).examineRoot(requiring: Self.reportBytes)
            return .ok(.reports, "\(configuration.reportsDirectory) can be written to")
        } catch {
            return .refuse(.reports, Failure(of: error))
        }
    }
}
