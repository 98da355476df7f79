import Foundation
import Testing

/// The whole story on this machine, as a newcomer sees it. It brings its own everything and takes it away again.
@Suite(.serialized) struct DemoTests {
    let program: Program

    init() throws { program = Program(folder: try WorkFolder()) }

    @Test func itsLastLinesSayWhatWasMissedGrantedAndIsLeftAndItWorksTwice() throws {
        for _ in 1...2 {
            let demo = try program.run("demo", "--sessions", "200")
            #expect(demo.status == 0, "\(demo.notes)")
            let end = demo.output.split(separator: "\n").suffix(4)
            try #require(end.count == 4)
            let last = Array(end)
            #expect(last[0].starts(with: /\d+ purchases were missed/))
            #expect(last[1].wholeMatch(of: /[1-9]\d* credits were granted\./) != nil)
            #expect(last[2] == "The last run had nothing left to correct.")
            #expect(last[3].wholeMatch(of: /\d+ findings wait for a person\./) != nil)
            #expect(leftBehind() == [])
        }
        // Three runs each; `latest` is a seventh name.
        #expect(program.folder.names(in: "reports").count == 7)
    }

    @Test func forMachinesItIsOneObject() throws {
        let demo = try program.run("demo", "--sessions", "200", "--seed", "5", "--output", "json")
        #expect(demo.status == 0, "\(demo.notes)")
        let story = try demo.json()
        let granted = try #require(story.number("granted"))
        #expect(granted > 0)
        #expect(try #require(story.number("missed")) >= granted)
        #expect(try #require(story.number("credits")) > 0)
        #expect(story.number("granted_by_last_run") == 0)
        #expect(story.number("written_by_last_run") == 0)
        #expect(story.number("waiting") != nil)
        #expect(leftBehind() == [])
    }

    @Test func ctrlCStopsItCleansUpAndTheNextOneWorks() throws {
        let demo = try program.start(["demo", "--sessions", "200"])
        try waitForServer()
        demo.send(SIGINT)
        let ending = try demo.ending()
        #expect(ending.status == 130, "\(ending.notes)")
        #expect(ending.notes.contains("stopped by a signal"))
        #expect(leftBehind() == [])
        #expect(try program.run("demo", "--sessions", "100", "--quiet").status == 0)
    }

    /// Folders of demos whose process is one of ours: other demos on this machine are nobody's business here.
    private func leftBehind() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        return names.filter { $0.hasPrefix("tieout-demo-") }
    }

    /// Returns when the demo's database server has made its socket.
    private func waitForServer() throws {
        let deadline = Date().addingTimeInterval(60)
        while Date() < deadline {
            for folder in leftBehind() where FileManager.default.fileExists(atPath: "/tmp/\(folder)/.s.PGSQL.5432") {
                return
            }
            sched_yield()
        }
        throw Failed()
    }

    struct Failed: Error {}
}
