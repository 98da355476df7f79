import ArgumentParser

/// The portal's command line.
@main struct TieoutPortal: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieout-portal",
        abstract: "The portal where finance downloads Tieout's reports.",
        subcommands: [ServeCommand.self, UserCommand.self, HealthCommand.self],
        defaultSubcommand: ServeCommand.self
    )
}
