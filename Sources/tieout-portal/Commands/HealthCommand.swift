import ArgumentParser
import Foundation
import HTTPTransport

/// `tieout-portal health`: whether the portal of this machine answers, for a container's health check.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Asks the portal of this machine whether it can read the reports; status 0 when it can.",
        discussion: """
            It asks at the port of PORTAL_LISTEN.

            Example:
              tieout-portal health
            """
    )

    func run() async throws {
        let environment = try? PortalEnvironment(ProcessInfo.processInfo.environment)
        let listening = (environment?.text("PORTAL_LISTEN") ?? "127.0.0.1:8460").split(separator: ":").last ?? "8460"
        let request = HTTPRequest(.get, url: "http://127.0.0.1:\(listening)/health", headers: [])
        guard let answer = try? await HTTPTransport(.signIn).perform(request), answer.status == 200 else {
            try? FileHandle.standardError.write(
                contentsOf: Data("tieout-portal: the portal on port \(listening) does not answer well\n".utf8)
            )
            throw ExitCode(1)
        }
    }
}
