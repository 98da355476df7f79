import ArgumentParser
import Reports

/// The options of every command that publishes a report.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How CSV files begin: plain for programs, excel with the mark that Excel on Windows needs.",
            valueName: "plain|excel"
        )
    )
    var csvDialect: CSVDialect?

    /// Puts what was given over the configuration.
    func apply(to configuration: inout Configuration) {
        if let csvDialect { configuration.csvDialect = csvDialect }
    }
}

extension CSVDialect: ExpressibleByArgument {}
