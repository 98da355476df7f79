import Foundation
import TestSupport
import Testing

/// The whole story on this machine, as a newcomer sees it. It brings its own everything and takes it away again.
@Suite(.serialized) struct DemoTests {
    let program: Program

    init() throws { program = Program(folder: try WorkFolder()) }

    @Test func itsLastLinesSayWhatWasMissedGrantedAndIsLeftAndItWorksTwice() throws {
        for _ in 1...2 {
            let (demo, leftOver) = try run("demo", "--sessions", "200")
            #expect(demo.status == 0, "\(demo.notes)")
            let last = Array(demo.output.split(separator: "\n").suffix(4))
            try #require(last.count == 4)
            #expect(last[0].starts(with: /\d+ purchases were missed/))
            #expect(last[1].wholeMatch(of: /[1-9]\d* credits were granted\./) != nil)
            #expect(last[2] == "The last run had nothing left to correct.")
            #expect(last[3].wholeMatch(of: /\d+ findings wait for a person\./) != nil)
            #expect(!leftOver)
        }
        // Three runs each; `latest` and the list of all runs are two more names.
        #expect(program.folder.names(in: "reports").count == 8)
    }

    @Test func forMachinesItIsOneObject() throws {
        let (demo, leftOver) = try run("demo", "--sessions", "200", "--seed", "5", "--output", "json")
        #expect(demo.status == 0, "\(demo.notes)")
        let story = try demo.json()
        let granted = try #require(story.number("granted"))
        #expect(granted > 0)
        #expect(try #require(story.number("missed")) >= granted)
        #expect(try #require(story.number("credits")) > 0)
        #expect(story.number("granted_by_last_run") == 0)
        #expect(story.number("written_by_last_run") == 0)
        #expect(story.number("waiting") != nil)
        #expect(!leftOver)
    }

    /// While the cluster's files are made, and once its server has a socket.
    @Test(arguments: ["data/global", ".s.PGSQL.5432"])
    func ctrlCStopsItCleansUpAndTheNextOneWorks(_ file: String) throws {
        let demo = try program.start(["demo", "--sessions", "200"])
        let folder = Self.folder(of: demo)
        try wait(for: "\(folder)/\(file)")
        demo.sendToGroup(SIGINT)
        let ending = try demo.ending()
        #expect(ending.status == 130, "\(ending.notes)")
        #expect(ending.notes.contains("stopped by a signal"))
        #expect(!FileManager.default.fileExists(atPath: folder))
        #expect(try program.run("demo", "--sessions", "100", "--quiet").status == 0)
    }

    /// Runs it and says whether its database is still lying about.
    private func run(_ arguments: String...) throws -> (Ending, leftOver: Bool) {
        let demo = try program.start(arguments)
        let ending = try demo.ending()
        return (ending, FileManager.default.fileExists(atPath: Self.folder(of: demo)))
    }

    private static func folder(of demo: RunningProgram) -> String { "/tmp/tieout-demo-\(demo.process)" }

    /// Returns when there is such a file; looks again and again, since nobody says so.
    private func wait(for path: String) throws {
        let deadline = Date().addingTimeInterval(60)
        while !FileManager.default.fileExists(atPath: path) {
            guard Date() < deadline else { throw POSIXError(.ETIMEDOUT) }
            sched_yield()
        }
    }
}
