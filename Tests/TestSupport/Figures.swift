import Foundation
import Synchronization

/// What tests of faults have measured, for `docs/reliability.md`.
///
/// Where `TIEOUT_FIGURES` names a folder, each figure becomes a line of `row⇥test⇥figure⇥what was counted` in a file of
/// this process there; `scripts/reliability` adds them up by row and test and writes the page.
package enum Figures {
    private static let file: FileHandle? = {
        guard let folder = ProcessInfo.processInfo.environment["TIEOUT_FIGURES"] else { return nil }
        let path = "\(folder)/\(getpid()).tsv"
        guard FileManager.default.createFile(atPath: path, contents: nil) else { return nil }
        return FileHandle(forWritingAtPath: path)
    }()
    private static let writing = Mutex(())

    /// Adds to a figure of the row of the fault matrix, once what was counted has held.
    package static func add(_ count: Int, _ what: String, row: Int, test: String) {
        writing.withLock { _ in
            file?.write(Data("\(row)\t\(test)\t\(count)\t\(what)\n".utf8))
        }
    }
}
