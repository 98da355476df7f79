import ArgumentParser
import Foundation

/// The options that every command has.
struct SharedOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Print results as text or as one JSON object on one line.", valueName: "text|json"))
    var output: OutputFormat = .text

    @Flag(name: .shortAndLong, help: "Say nothing on standard error but failures.")
    var quiet = false

    @Option(
        help: ArgumentHelp(
            "How log lines on standard error are written (default: TIEOUT_LOG_FORMAT, else text).",
            valueName: "text|json"
        )
    )
    var logFormat: LogFormat?

    @Option(
        help: ArgumentHelp(
            "The configuration file (default: TIEOUT_CONFIG, else ./tieout.yaml if it is there).",
            valueName: "path"
        )
    )
    var config: String?

    /// Where results and notes go.
    var console: Output {
        let variable = ProcessInfo.processInfo.environment["TIEOUT_LOG_FORMAT"].flatMap(LogFormat.init)
        return Output(format: output, isQuiet: quiet, logFormat: logFormat ?? variable ?? .text)
    }

    /// The configuration: environment over file over defaults; a command's own flags go over it.
    ///
    /// - Throws: ``Failure`` with status 78.
    func configuration() throws(Failure) -> Configuration {
        var configuration = Configuration()
        if let path = configurationPath {
            try ConfigurationFile(path: path, variables: Self.environment.variables).apply(to: &configuration)
        }
        try Self.environment.apply(to: &configuration)
        for secret in configuration.heartbeat.secrets { Blotting.learn(address: secret) }
        return configuration
    }

    /// The configuration file; nil where there is none.
    var configurationPath: String? {
        config ?? Self.environment.value("TIEOUT_CONFIG")
            ?? (FileManager.default.fileExists(atPath: "tieout.yaml") ? "tieout.yaml" : nil)
    }

    private static let environment = Environment(variables: ProcessInfo.processInfo.environment)

    /// Does a command's work and ends the program as it went.
    ///
    /// - Throws: `ExitCode` for every exit status but 0.
    func perform(_ work: (Output) async throws -> ExitStatus) async throws {
        let status: ExitStatus
        do {
            status = try await work(console)
        } catch let code as ExitCode {
            throw code
        } catch {
            let failure = Failure(of: error)
            console.failure(failure)
            status = failure.status
        }
        guard status == .tiedOut else { throw ExitCode(status.rawValue) }
    }
}
