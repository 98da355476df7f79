import ArgumentParser
import Hummingbird

@main struct TieoutPortal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieout-portal",
        abstract: "Where finance signs in and downloads the reports.",
        subcommands: [UserCommand.self]
    )

    func run() async throws {
        let router = Router()
        router.get("health") { _, _ in "ok" }
        try await Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: 8099)))
            .runService()
    }
}
