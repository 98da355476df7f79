import TestSupport
import Testing

/// What the program says of itself to somebody who has never used it.
@Suite struct HelpTests {
    static let commands = [
        "run", "outage", "apply", "replay", "findings", "explain", "accept", "runs", "status", "report", "verify",
        "upload", "prune", "init", "doctor", "migrate", "simulate", "demo", "alert-test",
    ]

    let program: Program

    init() throws { program = Program(folder: try WorkFolder()) }

    @Test(arguments: commands)
    func everyCommandShowsAnExampleAndTheOptionsThatAllHave(_ command: String) throws {
        let help = try program.run(command, "--help")
        #expect(help.status == 0)
        #expect(help.notes == "")
        #expect(help.output.contains("  tieout \(command)"), "an example")
        for option in ["--output <text|json>", "--quiet", "--config <path>", "--help"] {
            #expect(help.output.contains(option))
        }
    }

    @Test func theProgramNamesItsCommandsItsEnvironmentAndItsExitStatuses() throws {
        let help = try program.run("--help")
        #expect(help.status == 0)
        for command in Self.commands { #expect(help.output.contains("\n  \(command) ")) }
        for name in ["STRIPE_SECRET_KEY", "DATABASE_URL", "STRIPE_API_BASE", "TIEOUT_CONFIG"] {
            #expect(help.output.contains(name))
        }
        for status in [0, 1, 2, 3, 4, 64, 69, 73, 75, 77, 78, 130, 143] {
            #expect(help.output.contains(" \(status)"), "status \(status)")
        }
    }

    @Test func theVersionIsOneLine() throws {
        let version = try program.run("--version")
        #expect(version.status == 0)
        #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }
}
