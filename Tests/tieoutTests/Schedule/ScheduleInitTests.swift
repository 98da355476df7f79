import Foundation
import TestSupport
import Testing

@testable import tieout

/// `tieout init --scheduler`: the files in `cron/`, with one machine's words in their places.
@Suite struct ScheduleInitTests {
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    @Test func withoutAWordOfAMachineTheyAreTheFilesInCron() throws {
        let places: [Scheduler: [String]] = [
            .systemd: [
                "systemd/tieout.service", "systemd/tieout.timer", "systemd/tieout-backfill@.service",
                "systemd/tieout-alert@.service", "systemd/unit-failed.sh", "tieout.env.example",
            ],
            .cron: ["tieout", "run-tieout.sh", "tieout.env.example", "logrotate"],
            .kubernetes: ["kubernetes/cronjob.yaml", "kubernetes/backfill-job.yaml", "kubernetes/networkpolicy.yaml"],
        ]
        for scheduler in Scheduler.allCases {
            let texts = Dictionary(
                uniqueKeysWithValues: ScheduleFile.files(for: scheduler, ScheduleFacts()).map { ($0.name, $0.text) }
            )
            let names = try #require(places[scheduler])
            let files = try names.map { (ScheduleFile.name(of: $0), try ScheduleFolder.text($0)) }
            #expect(texts == Dictionary(uniqueKeysWithValues: files), "\(scheduler)")
        }
    }

    private func printed(_ arguments: String..., variables: [String: String] = [:]) throws -> [String: String] {
        let program = Program(environment: variables, folder: folder)
        let ending = try program.run(["init", "--output", "json"] + arguments)
        #expect(ending.status == 0, "\(ending.notes)")
        let files = try ending.json().objects("files")
        return try Dictionary(
            uniqueKeysWithValues: files.map {
                (ScheduleFile.name(of: try #require($0.text("path"))), try #require($0.text("text")))
            }
        )
    }

    @Test func theUnitsNameThisProgramItsConfigurationItsUserAndItsTime() throws {
        let configuration = try folder.write("apply: plan\n", to: "my tieout.yaml")
        let files = try printed(
            "--scheduler",
            "systemd",
            "--user",
            "billing",
            "--at",
            "03:41",
            "--config",
            configuration
        )
        for (name, command) in [("tieout.service", "run"), ("tieout-backfill@.service", "backfill")] {
            let unit = try #require(files[name])
            #expect(unit.contains("\nExecStart=\(Program.binary) \(command) --apply"))
            #expect(unit.contains("\nEnvironment=\"TIEOUT_CONFIG=\(configuration)\"\n"))
            #expect(unit.contains("\nUser=billing\nGroup=billing\n"))
        }
        #expect(files["tieout.timer"]?.contains("\nOnCalendar=*-*-* 03:41:00 UTC\n") == true)
        let environment = try #require(files["tieout.env"])
        #expect(environment.contains("\nTIEOUT_CONFIG='\(configuration)'\n"))
        #expect(environment.contains("root:billing"))
    }

    @Test func theCrontabAndItsEnvironmentAreThoseOfThisMachine() throws {
        let files = try printed(
            "--scheduler",
            "cron",
            "--user",
            "billing",
            "--at",
            "03:41",
            variables: ["STRIPE_SECRET_KEY": "rk_live_secretsecret", "PGHOST": "db.example.com"]
        )
        let table = try #require(files["tieout"])
        #expect(table.hasSuffix("\n41 3 * * * billing /usr/lib/tieout/run-tieout.sh run --apply\n"))
        let environment = try #require(files["tieout.env"])
        let set = environment.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            set == [
                "STRIPE_SECRET_KEY=", "DATABASE_URL_FILE=/etc/tieout/database-url", "PGHOST=db.example.com",
                "TIEOUT_CONFIG=/etc/tieout/tieout.yaml", "TIEOUT_BINARY=\(Program.binary)",
            ]
        )
    }

    @Test(.enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges))
    func kubernetesIsGivenTheConfigurationAndTheChannelsAndTakesThem() throws {
        try folder.write("apply: plan\n\nlookback: 9d\n", to: "tieout.yaml")
        let files = try printed(
            "--scheduler",
            "kubernetes",
            "--at",
            "03:41",
            variables: ["TIEOUT_SLACK_WEBHOOK": "https://hooks.slack.com/services/T0/B0/secretsecret"]
        )
        let schedule = try #require(files["cronjob.yaml"])
        #expect(schedule.contains("  tieout.yaml: |\n    apply: plan\n\n    lookback: 9d\n---\n"))
        #expect(schedule.contains("  schedule: \"41 3 * * *\"\n"))
        #expect(schedule.contains("--from-file=slack-webhook"))
        for (name, text) in files {
            if name != "networkpolicy.yaml" {
                #expect(text.contains("{name: TIEOUT_SLACK_WEBHOOK_FILE, value: /run/secrets/tieout/slack-webhook}"))
            }
            let manifest = try folder.write(text, to: name)
            try ScheduleFolder.judge([
                "\(try #require(ScheduleFolder.judges))/kubernetes-validate", "--strict", manifest,
            ])
        }
    }

    @Test(arguments: Scheduler.allCases)
    func noSecretIsEverPrinted(_ scheduler: Scheduler) throws {
        let variables = [
            "STRIPE_SECRET_KEY": "rk_live_secretsecret",
            "DATABASE_URL": "postgresql://u:secretsecret@db.example.com/app",
            "TIEOUT_WEBHOOK": "https://example.com/secretsecret",
            "TIEOUT_SMTP_URL": "smtps://u:secretsecret@mail.example.com",
        ]
        let ending = try Program(environment: variables, folder: folder).run("init", "--scheduler", scheduler.rawValue)
        #expect(ending.status == 0)
        #expect(!(ending.output + ending.notes).contains("secretsecret"))
    }

    @Test func theyAreWrittenWhereTheyBelongAndNeverOverAnything() throws {
        let program = Program(folder: folder)
        let root = "\(folder.path)/root"
        let ending = try program.run("init", "--scheduler", "cron", "--write", root)
        #expect(ending.status == 0)
        let paths = [
            "/etc/cron.d/tieout", "/usr/lib/tieout/run-tieout.sh", "/etc/tieout/tieout.env", "/etc/logrotate.d/tieout",
        ]
        #expect(ending.output == paths.map { "wrote \(root)\($0)\n" }.joined())
        let modes = try paths.map {
            try FileManager.default.attributesOfItem(atPath: root + $0)[.posixPermissions] as? Int
        }
        #expect(modes == [0o644, 0o755, 0o640, 0o644])

        // What a person filled in stays, and what is there as it should be does no harm.
        try "STRIPE_SECRET_KEY_FILE=/mine\n".write(toFile: root + paths[2], atomically: false, encoding: .utf8)
        let again = try program.run("init", "--scheduler", "cron", "--write", root)
        #expect(again.status == 0)
        #expect(again.output == paths.map { "kept \(root)\($0)\n" }.joined())
        #expect(try String(contentsOfFile: root + paths[2], encoding: .utf8) == "STRIPE_SECRET_KEY_FILE=/mine\n")

        let later = try program.run("init", "--scheduler", "cron", "--at", "03:41", "--write", root)
        #expect(later.status == 64)
        #expect(later.notes.contains("\(root)/etc/cron.d/tieout is there already"))

        let unit = "/usr/lib/tieout/unit-failed.sh"
        try "mine\n".write(toFile: root + unit, atomically: false, encoding: .utf8)
        #expect(try program.run("init", "--scheduler", "systemd", "--write", root).status == 64)
        #expect(!FileManager.default.fileExists(atPath: "\(root)/etc/systemd"), "nothing is half written")
    }

    /// A variable that no example names is one that nobody sets.
    @Test func theExampleNamesEveryVariableOfTheConfiguration() throws {
        let page = try ScheduleFolder.text("../docs/configuration.md")
        let example = try ScheduleFolder.text("tieout.env.example")
        let names = page.matches(of: /(?m)^\| `([A-Z_]+)`/).map { String($0.1) }
        #expect(names.count > 5)
        for name in names {
            #expect(example.contains(try Regex("(?m)^#?\(name)(_FILE)?=")), "\(name)")
        }
    }
}

extension ScheduleFile {
    /// The file's name, as `cron/` and a machine both have it.
    fileprivate var name: String { Self.name(of: destination) }

    fileprivate static func name(of path: String) -> String {
        switch URL(filePath: path).lastPathComponent {
        case "tieout.env.example": "tieout.env"
        case "tieout" where path.contains("logrotate"), "logrotate": "logrotate"
        case let name: name
        }
    }
}
