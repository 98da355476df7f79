import Foundation

/// The portal over the demo's reports and its database, as a process that ends with the demo.
struct DemoPortal {
    /// The portal's program.
    let program: String
    /// Where the demo's runs published.
    let reports: String
    let stage: DemoStage
    let console: Output
    let stop: StopSignal

    /// Starts the portal, which prints its address and a link that signs in once, and waits for Ctrl-C or SIGTERM.
    ///
    /// - Throws: ``Failure`` with status 1 when it cannot be started, or ends by itself.
    func serve() async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--one-time-link", "demo.approver"]
        process.environment = [
            "PATH": "/usr/bin:/bin", "PORTAL_REPORTS": reports, "PORTAL_STATE": stage.portalState,
            "PORTAL_LISTEN": "127.0.0.1:0", "DATABASE_URL": stage.databaseURL,
        ]
        // Its requests are no part of the story.
        process.standardError = FileHandle.nullDevice
        console.line("\nThe portal, until Ctrl-C. What you approve there is posted by this, in another terminal:")
        let variables = stage.environment.sorted { $0.key < $1.key }.map { "\($0.key)='\($0.value)'" }
        console.line("  \(variables.joined(separator: " ")) tieout run --apply\n")
        do {
            try process.run()
        } catch {
            throw Failure(
                .failed,
                "the portal \(program) cannot be started",
                advice: "scripts/demo --portal builds it."
            )
        }
        while process.isRunning, stop.exitStatus == nil { try? await Task.sleep(for: .milliseconds(50)) }
        guard stop.exitStatus != nil else {
            throw Failure(.failed, "the portal ended with status \(process.terminationStatus)")
        }
        // In a terminal Ctrl-C has reached it as well; a second signal does it no harm.
        process.terminate()
        process.waitUntilExit()
    }
}
