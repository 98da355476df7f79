import Foundation
import Testing

@testable import tieout

/// The page of the checks names each of them, in the order in which they are made.
@Suite struct DoctorPageTests {
    @Test func everyCheckHasItsLine() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/doctor.md"), encoding: .utf8)
        let names = page.split(separator: "\n").compactMap { $0.firstMatch(of: /^\| `([a-z_]+)` \|/) }
            .map { String($0.output.1) }
        #expect(names == CheckName.allCases.map(\.rawValue))
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
