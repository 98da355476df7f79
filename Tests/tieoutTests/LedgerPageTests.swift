import Foundation
import TestSupport
import Testing

@testable import tieout

/// What `docs/ledgers.md` tells people to write can be read.
@Suite struct LedgerPageTests {
    @Test func everyExampleIsAConfiguration() throws {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/ledgers.md"), encoding: .utf8)
        let examples = page.components(separatedBy: "```yaml\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
        #expect(examples.count == 3)
        let folder = try WorkFolder()
        for (number, example) in examples.enumerated() {
            var configuration = Configuration()
            let path = try folder.write(example, to: "\(number).yaml")
            try ConfigurationFile(path: path).apply(to: &configuration)
            #expect(configuration.mapping.postingObstacle == nil, "\(example)")
        }
    }
}
