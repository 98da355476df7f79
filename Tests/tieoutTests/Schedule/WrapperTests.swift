import Foundation
import TestSupport
import Testing

/// `cron/run-tieout.sh` as cron starts it: a stand-in for the program says what it was given, and ends as it is told.
@Suite struct WrapperTests {
    let folder: WorkFolder
    private let wrapper: Program

    init() throws {
        folder = try WorkFolder()
        let variables = [
            "TIEOUT_BINARY": ScheduleFolder.script("stand_in.sh"), "STAND_IN": "\(folder.path)/program",
            "TIEOUT_HOME": folder.path, "TIEOUT_LOG": "\(folder.path)/log",
            "TIEOUT_ENV_FILE": "\(folder.path)/tieout.env", "PATH": "/usr/bin:/bin",
        ]
        wrapper = Program("\(ScheduleFolder.path)/run-tieout.sh", environment: variables, folder: folder)
        try environmentFile("")
    }

    private func environmentFile(_ text: String) throws {
        try folder.write(text, to: "tieout.env")
        chmod("\(folder.path)/tieout.env", 0o640)
    }

    /// What the program does.
    private func program(_ script: String) throws { try folder.write(script + "\n", to: "program") }

    private func fifo(_ name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        guard mkfifo(path, 0o600) == 0 else { throw POSIXError(.EIO) }
        return path
    }

    /// Waits until somebody has written into it.
    private func wait(for fifo: String) throws {
        try ScheduleFolder.judge(["timeout", "--kill-after=1", "60", "cat", fifo])
    }

    private var log: String { (try? String(contentsOfFile: "\(folder.path)/log", encoding: .utf8)) ?? "" }

    @Test(arguments: [0, 2])
    func isSilentWhenAllIsWell(_ status: Int) throws {
        try program("echo tied out; echo a note >&2; exit \(status)")
        let ending = try wrapper.run()
        #expect(ending.status == Int32(status))
        #expect(ending.output == "")
        #expect(ending.notes == "")
        let lines = log.split(separator: "\n").map { $0.replacing(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ./, with: "") }
        #expect(
            lines == [
                "begins: tieout run --apply", "tied out", "a note", "tieout run --apply ended with status \(status)",
            ]
        )
    }

    @Test(arguments: [1, 3, 4, 64, 69, 73, 75, 77, 78, 130, 143])
    func passesEveryOtherStatusOnAndSaysWhy(_ status: Int) throws {
        try folder.write("last night\n", to: "log")
        try program("echo the reason >&2; exit \(status)")
        let ending = try wrapper.run("doctor", "--quiet")
        #expect(ending.status == Int32(status))
        #expect(ending.output == "")
        #expect(ending.notes.contains("run-tieout.sh: tieout doctor --quiet ended with status \(status)\n"))
        #expect(ending.notes.contains("the reason\n"))
        #expect(!ending.notes.contains("last night"), "another run's log")
        #expect(log.hasPrefix("last night\n"))
    }

    @Test func theEnvironmentFileIsReadAndNeverExecuted() throws {
        try program("env")
        try environmentFile(
            """
            # a comment
            PLAIN=postgresql://user:p%40ss@host/database?sslmode=verify-full

            SPACES='two words and a # sign'
            DOUBLE="it's here"
            PERCENT=100%
            DOLLAR=$HOME `touch \(folder.path)/executed` $(touch \(folder.path)/executed)
            EMPTY=
            EQUALS=a=b=c
            CARRIAGE=return\r
            LAST=without an end
            """
        )
        _ = try wrapper.run()
        let expected = [
            "PLAIN=postgresql://user:p%40ss@host/database?sslmode=verify-full", "SPACES=two words and a # sign",
            "DOUBLE=it's here", "PERCENT=100%",
            "DOLLAR=$HOME `touch \(folder.path)/executed` $(touch \(folder.path)/executed)", "EMPTY=", "EQUALS=a=b=c",
            "CARRIAGE=return", "LAST=without an end",
        ]
        let lines = log.components(separatedBy: "\n")
        for line in expected { #expect(lines.contains(line), "\(line)") }
        #expect(!folder.names(in: "").contains("executed"))
    }

    @Test(arguments: [
        ("GOOD=1\nsk_live_secret\n", "line 2: not NAME=value"),
        ("export KEY=sk_live_secret\n", "line 1: not NAME=value"),
        ("KEY='sk_live_secret\n", "line 1: the quote around the value of KEY does not end"),
    ])
    func anEnvironmentFileThatMakesNoSenseIsRefusedWithoutItsSecrets(_ text: String, _ sentence: String) throws {
        try program("touch \(folder.path)/started")
        try environmentFile(text)
        let ending = try wrapper.run()
        #expect(ending.status == 78)
        #expect(ending.notes.hasSuffix("\(sentence)\n"))
        #expect(!ending.notes.contains("sk_live"))
        #expect(!folder.names(in: "").contains("started"))
    }

    @Test func anEnvironmentFileThatIsNotThereOrOpenToAllIsSaidToBeSo() throws {
        try program("exit 0")
        chmod("\(folder.path)/tieout.env", 0o644)
        let open = try wrapper.run()
        #expect(open.status == 0)
        #expect(open.notes.contains("chmod 0640"))
        unlink("\(folder.path)/tieout.env")
        let missing = try wrapper.run()
        #expect(missing.status == 78)
        #expect(missing.notes.contains("cannot read \(folder.path)/tieout.env"))
    }

    @Test func aSecondRunDoesNothingWhileTheFirstIsAtWork() throws {
        let (begun, end) = (try fifo("begun"), try fifo("end"))
        try program("echo started; echo >\(begun); read -r line <\(end)")
        let first = try wrapper.start([])
        try wait(for: begun)

        let second = try wrapper.run()
        #expect(second.status == 75)
        #expect(second.notes.contains("another run holds \(folder.path)/run.lock: nothing was done"))

        try ScheduleFolder.judge(["timeout", "--kill-after=1", "60", "sh", "-c", "echo >\(end)"])
        #expect(try first.ending().status == 0)
        #expect(log.components(separatedBy: "started\n").count == 2, "once: \(log)")
        try program("exit 0")
        #expect(try wrapper.run().status == 0, "the lock is free again")
    }

    @Test func aRunThatHangsIsEndedAndOneThatWillNotEndIsKilled() throws {
        let never = try fifo("never")
        let limited = wrapper.with(["TIEOUT_TIMEOUT": "0.2s", "TIEOUT_KILL_AFTER": "0.2s"])
        try program("read -r line <\(never)")
        let hung = try limited.run()
        #expect(hung.status == 124)
        #expect(hung.notes.contains("ended with status 124: killed, or not done within 0.2s"))
        #expect(log.contains("ended with status 124: killed, or not done within 0.2s"))
        try program("trap '' TERM; read -r line <\(never); read -r line <\(never)")
        #expect(try limited.run().status == 137)
    }

    @Test func whoeverStopsItStopsTheRunAndHearsHowThatEnded() throws {
        let (begun, never) = (try fifo("begun"), try fifo("never"))
        // Open for both, so that it stays silent for ever, and a shell that waits for it hears signals.
        try program(
            "trap 'echo after the transaction; exit 143' TERM; exec 3<>\(never); echo >\(begun); read -r line <&3"
        )
        let run = try wrapper.start([])
        try wait(for: begun)
        run.send(SIGTERM)
        #expect(try run.ending().status == 143)
        #expect(log.contains("after the transaction\n"))
    }

    @Test func aContainerHasNoLogAndTakesFindingsForSuccess() throws {
        try program("echo result; echo note >&2; exit 2")
        let ending = try wrapper.with(["TIEOUT_LOG": "-", "TIEOUT_SUCCESS_STATUS": "2"]).run()
        #expect(ending.status == 0)
        #expect(ending.output == "result\n")
        #expect(ending.notes == "note\n")
        try program("exit 3")
        #expect(try wrapper.with(["TIEOUT_SUCCESS_STATUS": "2"]).run().status == 3)
    }

    @Test func placesThatCannotBeWrittenAreNamed() throws {
        try program("touch \(folder.path)/started")
        for (variable, path) in [("TIEOUT_LOG", "/nowhere/log"), ("TIEOUT_LOCK", "/nowhere/lock")] {
            let ending = try wrapper.with([variable: path]).run()
            #expect(ending.status == 73)
            #expect(ending.notes.contains("cannot write \(path)"))
        }
        #expect(try wrapper.with(["TIEOUT_HOME": "/nowhere"]).run().status == 73)
        #expect(!folder.names(in: "").contains("started"))
    }

    @Test func aNightGrantsWhatWasMissedAndTheNextOneNothing() async throws {
        let sale = try await OneMissedSale()
        try environmentFile(sale.program.environment.map { "\($0)='\($1)'\n" }.joined())
        let cron = wrapper.with(["TIEOUT_BINARY": Program.binary])
        let first = try cron.run(sale.applied)
        #expect(first.status == 0, "\(first.notes)")
        #expect(first.output + first.notes == "")
        #expect(try sale.balance() == 50)
        #expect(log.contains("granted     1 purchase, 50 credits\n"), "\(log)")
        #expect(folder.names(in: "reports").contains("latest"))

        let second = try cron.run()
        #expect(second.status == 0, "\(second.notes)")
        #expect(try sale.balance() == 50)
    }

    @Test func theProgramItselfSaysWhatIsWrongThroughIt() throws {
        let ending = try wrapper.with(["TIEOUT_BINARY": Program.binary, "TIEOUT_CONFIG": "missing.yaml"]).run()
        #expect(ending.status == 78)
        #expect(ending.notes.contains("missing.yaml"))
        #expect(log.contains("missing.yaml"))
    }
}
