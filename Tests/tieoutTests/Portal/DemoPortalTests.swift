import Foundation
import TestSupport
import Testing

/// `scripts/demo --portal`: the demo ends with a portal over its reports, and takes it away on Ctrl-C.
@Suite struct DemoPortalTests {
    @Test func endsWithAPortalUntilCtrlC() throws {
        let folder = try WorkFolder()
        let demo = try Program(folder: folder).start(["demo", "--sessions", "100", "--portal", RunningPortal.binary])
        let address = try #require(demo.line(beginning: "Tieout's portal: "), "\(demo.notesSoFar)")
        let link = try #require(demo.line(beginning: "Sign in once: \(address)sign-in/link?token="))
        // The link signs in, once, and the demo's three runs are there with what waits for a person.
        let script = """
            curl -sf -c jar -o /dev/null --data token=\(link) \(address)sign-in/link
            curl -sf -b jar \(address) | grep -c 'scope="row"'
            curl -s -o /dev/null -w '%{http_code}' --data token=\(link) \(address)sign-in/link
            """
        let visit = try Program("/bin/sh", folder: try WorkFolder()).run("-c", script)
        #expect(visit.output == "3\n403", "\(visit.notes)")

        demo.sendToGroup(SIGINT)
        let ending = try demo.ending()
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(ending.notes.contains("demo: stopped everything it started"))
        let after = try Program("curl", folder: folder).run("-s", "-o", "/dev/null", "\(address)health")
        #expect(after.status == 7, "nobody listens any more")
    }

    @Test func aPortalThatIsNotThere() throws {
        let ending = try Program(folder: try WorkFolder()).run(
            "demo",
            "--sessions",
            "100",
            "--portal",
            "/nowhere/portal"
        )
        #expect(ending.status == 1)
        #expect(ending.notes.contains("the portal /nowhere/portal cannot be started"), "\(ending.notes)")
    }
}
