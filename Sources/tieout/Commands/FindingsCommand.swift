import ArgumentParser
import PostgresLedger
import Reconciliation

/// `tieout findings`: what is open.
struct FindingsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "findings",
        abstract: "Lists the open findings, oldest first.",
        discussion: """
            Examples:
              tieout findings                              above info
              tieout findings --kind missed_purchase
              tieout findings --severity info --output json
            """
    )

    @Option(help: ArgumentHelp("Only findings of this kind.", valueName: "kind"))
    var kind: FindingKind?

    @Option(help: ArgumentHelp("The least severity that is shown.", valueName: "info|low|medium|high|critical"))
    var severity: Severity = .low

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let ledger = try await shared.configuration().connectedLedger()
            let findings = try await ledger.openFindings().filter { found in
                found.finding.severity >= severity && (kind == nil || found.finding.kind == kind)
            }
            for found in findings { console.line(found.line(at: .now)) }
            console.line(findings.isEmpty ? "Nothing is open." : "\(findings.count) open")
            console.json(["schema_version": 1, "findings": findings.map { $0.json(at: .now) }])
            return .tiedOut
        }
    }
}

extension FindingKind: ExpressibleByArgument {}
extension Severity: ExpressibleByArgument {}
