import ArgumentParser
import Foundation
import HTTPTransport
import Logging
import PostgresLedger

/// `tieout-portal serve`: the portal itself.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Lets finance look at published reports, download them, and decide on plans.",
        discussion: """
            Everything is set by variables of the environment, which docs/portal.md explains; a wrong one ends it with status
            78 before it listens. It reads published report folders and writes its own audit; it never writes to the ledger.

            Examples:
              PORTAL_USERS=/etc/tieout/portal-users tieout-portal serve
              tieout-portal serve --one-time-link anna@example.com
            """
    )

    @Option(help: ArgumentHelp("Prints a link that signs this person in once, as approver.", valueName: "name"))
    var oneTimeLink: String?

    func run() async throws {
        do {
            try await serve()
        } catch let failure as PortalFailure {
            try? FileHandle.standardError.write(contentsOf: Data("tieout-portal: \(failure)\n".utf8))
            throw ExitCode(failure.status.rawValue)
        }
    }

    private func serve() async throws {
        // A reader of the log that went away is an error of the write, not the end of the portal.
        signal(SIGPIPE, SIG_IGN)
        let settings = try PortalSettings(PortalEnvironment(ProcessInfo.processInfo.environment))
        guard settings.hasDoor || oneTimeLink != nil else {
            throw PortalFailure(
                .configuration,
                "nobody could sign in: no way is set",
                advice:
                    "Set PORTAL_USERS, PORTAL_SUPABASE_URL, PORTAL_JWT_SECRET or PORTAL_PROXY_USER_HEADER; see docs/portal.md."
            )
        }
        let logger = Logger(label: "tieout-portal") { _ in PortalLog() }
        let audit = try Audit(folder: settings.state)
        let link = oneTimeLink.map { OneTimeLink(for: $0, role: .approver, now: Date()) }
        let desk = try await settings.signInDesk(link: link, logger: logger)
        let shelf = ReportShelf(root: settings.reports)
        if (try? await shelf.reports()) == nil {
            logger.warning("the reports cannot be read", metadata: ["folder": "\(settings.reports)"])
        }
        let portal = Portal(
            desk: desk,
            shelf: shelf,
            audit: audit,
            book: settings.database.map { DecisionBook($0) },
            address: settings.address,
            logger: logger
        )
        let listening = settings.listening
        do {
            try await PortalService(router: portal.router(), listening: listening, logger: logger) { port in
                let name = listening.name(port: port)
                let origin = settings.address?.origin ?? "http://\(name)"
                var lines = "Tieout's portal: \(origin)/\nListening on \(name)\n"
                if let link { lines += "Sign in once: \(origin)/sign-in/link?token=\(link.token.text)\n" }
                try? FileHandle.standardOutput.write(contentsOf: Data(lines.utf8))
            }.run()
        } catch {
            throw PortalFailure(
                .failed,
                "cannot listen on \(listening.name(port: listening.port)) (\(error))",
                advice: "Choose another PORTAL_LISTEN."
            )
        }
    }
}
