import ArgumentParser
import PostgresLedger

/// `tieout doctor`: what is wrong before anything is written.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks configuration, key, clock, database, schema and function; writes nothing.",
        discussion: """
            Example:
              tieout doctor --output json

            Exit status 0 when a run would start; 77 or 78 when it would refuse.
            """
    )

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let configuration = try shared.configuration()
            let checks = await checks(configuration)
            for check in checks {
                let mark = ["ok": "ok     ", "warning": "WARNING", "refuse": "REFUSE "][check.verdict.rawValue] ?? ""
                console.line("\(mark)  \(check.name): \(check.reason)")
                if let remedy = check.remedy { console.line("         \(remedy)") }
            }
            let refusal = checks.first { $0.verdict == .refuse }
            let status = refusal?.status ?? .tiedOut
            console.line(refusal == nil ? "A run would start." : "A run would refuse to start.")
            console.json([
                "schema_version": 1, "exit_status": status.rawValue, "would_run": refusal == nil,
                "checks": checks.map { check in
                    ["name": check.name, "verdict": check.verdict.rawValue, "reason": check.reason]
                        .merging(check.remedy.map { ["remedy": $0] } ?? [:]) { $1 }
                },
            ])
            return status
        }
    }

    /// Both sides' checks; a side that cannot be reached at all is one refusal of its own.
    private func checks(_ configuration: Configuration) async -> [Check] {
        var checks: [Check] = []
        var livemode = false
        do {
            let stripe = try configuration.stripeClient()
            livemode = stripe.configuration.key.mode == .live
            checks += await StripeChecks(stripe: stripe).run()
        } catch {
            checks.append(.refuse("key", error))
        }
        do {
            let ledger = try configuration.ledger()
            try await ledger.connect()
            checks += try await LedgerChecks(ledger: ledger, livemode: livemode).run()
        } catch {
            checks.append(.refuse("database", Failure(of: error)))
        }
        return checks
    }
}

extension Check {
    fileprivate static func refuse(_ name: String, _ failure: Failure) -> Check {
        refuse(name, failure.status, failure.sentence, remedy: failure.advice)
    }
}
