import ArgumentParser

/// `tieout demo`: the whole story on this machine.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Plays a month of sales with a four-hour webhook outage, finds what was missed, and grants it.",
        discussion: """
            Starts a private PostgreSQL server and a simulated Stripe, both reachable from this machine only, and stops
            what it started. Nothing of an account or ledger of yours is touched; reports go where `run` writes them.

            Example:
              tieout demo --seed 7
            """
    )

    @Option(help: ArgumentHelp("What the month is made from.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many checkout pages are opened in the month.", valueName: "count"))
    var sessions = 1_500

    @Option(
        help: ArgumentHelp(
            "Then starts this program, the portal, over the reports until Ctrl-C; scripts/demo --portal builds and gives it.",
            valueName: "program"
        )
    )
    var portal: String?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard (100...100_000).contains(sessions) else { throw ValidationError("--sessions must be 100 to 100000") }
    }

    func run() async throws {
        try await shared.perform { console in
            let stop = StopSignal()
            let stage = try DemoStage(console: console, stop: stop)
            defer { stage.takeDown() }
            try await stage.setUp(seed: seed, sessions: sessions)
            let status = try await DemoStory(stage: stage, console: console, stop: stop).tell()
            if let portal {
                let reports = try shared.configuration().reportsDirectory
                try await DemoPortal(program: portal, reports: reports, stage: stage, console: console, stop: stop)
                    .serve()
            }
            return status
        }
    }
}
