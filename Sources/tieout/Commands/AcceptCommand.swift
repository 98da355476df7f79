import ArgumentParser
import Foundation
import PostgresLedger
import Reconciliation

/// `tieout accept`: a person's word that a finding may stay as it is.
struct AcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Accepts what is open of an object, with a reason and an end; nothing is corrected meanwhile.",
        discussion: """
            The finding is open again when the acceptance ends, when its amounts change, and when it was gone and returns.

            Examples:
              tieout accept cs_live_a1B2c3 --reason "goodwill, ticket 4711" --until 2027-01-01T00:00:00Z
              tieout accept refund_not_reversed:cs_live_a1B2c3 --reason "credits stay" --until 2027-01-01T00:00:00Z
            """
    )

    @Argument(help: ArgumentHelp("A Stripe id, a ledger id or a fingerprint.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("Why it may stay.", valueName: "text"))
    var reason: String

    @Option(
        help: ArgumentHelp("When the acceptance ends, RFC 3339 with a zone.", valueName: "instant"),
        transform: Instant.argument
    )
    var until: Instant

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard !reason.allSatisfy(\.isWhitespace) else { throw ValidationError("--reason says nothing") }
        guard until > .now else { throw ValidationError("--until lies in the past") }
    }

    func run() async throws {
        try await shared.perform { console in
            let ledger = try await shared.configuration().connectedLedger()
            let acceptance = Acceptance(by: Program.user, reason: reason, until: until)
            let accepted = try await ledger.accept(id, acceptance)
            guard !accepted.isEmpty else {
                throw Failure(
                    .usage,
                    "nothing is open of \(id)",
                    advice: "Look at what is open: tieout findings --severity info"
                )
            }
            for found in accepted { console.line(found.line(at: .now)) }
            console.line("accepted by \(acceptance.by) until \(acceptance.until)")
            console.json(["schema_version": 1, "accepted": accepted.map { $0.json(at: .now) }])
            return .tiedOut
        }
    }
}
