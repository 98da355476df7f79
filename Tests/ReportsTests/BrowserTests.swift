import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("The pages in a browser")
struct BrowserTests {
    @Test(
        "run no script, fetch nothing, fit a narrow screen, and axe-core finds no serious fault, in light and in dark",
        .enabled(if: Judges.hasBrowser, "no Chromium with Playwright and axe-core; scripts/install-packages test")
    )
    func pages() async throws {
        let root = try TemporaryRoot()
        let folders = try await root.publish(nights: [0, 1, 2])
        try Data("{".utf8).write(to: URL(filePath: "\(folders[0])/manifest.json"))
        var broken = try SampleRun.night(3)
        (broken.status, broken.remarks, broken.tieOut) = (.broken, ["totals of USD do not tie"], [])
        broken.findings = FindingTotals()
        let last = try await ReportPublisher(root: root.path).publish(broken, findings: [])
        let bad = "\(root.path)/bad.html"
        let page =
            "<html><body onload='1'><p style='color:#ccc'>pale</p><script>1</script><img src='x.png'></body></html>"
        try Data(page.utf8).write(to: URL(filePath: bad))
        let pages = ["\(folders[1])/index.html", "\(last.folder)/index.html", "\(root.path)/index.html"]
        let faults = try Judges.faults(ofPages: pages + [bad])
        for page in pages { #expect(faults[page] == [], "\(page)") }
        let told = try #require(faults[bad]).joined(separator: "\n")
        for fault in [
            "1 scripts", "1 attributes that run code", "request: ", "image-alt", "the policy lets a script run",
        ] {
            #expect(told.contains(fault), "the judge sees \(fault): \(told)")
        }
    }
}
