import ArgumentParser

/// `tieout doctor`: what is wrong before anything is written.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks key, clock, database, ledger and function, and tries a grant; keeps nothing.",
        discussion: """
            Each check says ok, WARNING or REFUSE, what was seen, and what to do. One credit is granted to a buyer and
            rolled back, to see whether the ledger's function does that and nothing else.

            Examples:
              tieout doctor
              tieout doctor --send-test                    also tells every channel that this is a test
              tieout doctor --output json | jq '.checks[] | select(.verdict != "ok")'

            Exit status 0 when a run would start and post; 77 or 78 when it would refuse, 69 when a side is out of reach,
            73 when no report can be written. docs/doctor.md explains each check.
            """
    )

    @Flag(help: "Send one test message to each channel, as alert-test does; nothing is sent otherwise.")
    var sendTest = false

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let checks = await Doctor(configuration: try shared.configuration(), sendsTest: sendTest).checks()
            let examination = Examination(checks: checks)
            for line in examination.lines { console.line(line) }
            console.json(examination.json)
            return examination.status
        }
    }
}
