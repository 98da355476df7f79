import Foundation
import Reconciliation

/// What was told while the ledger's books were out of reach, so that a later run stays silent, and says that it is over.
///
/// One file of JSON with the members of the rows of `tieout.alert`; there is none while the books hold everything.
public struct StandingAlertFile: Sendable {
    /// Where it is.
    public let path: String

    /// The file in the folder of the reports.
    public init(in folder: String) { path = "\(folder)/.standing-alerts.json" }

    /// What was told and is not over; nothing where there is no file.
    ///
    /// - Throws: ``StandingAlertFileError`` when it cannot be read, or holds something else.
    public func read() throws(StandingAlertFileError) -> [StandingAlert] {
        do {
            return try JSONDecoder().decode([StandingAlert].self, from: Data(contentsOf: URL(filePath: path)))
        } catch CocoaError.fileReadNoSuchFile {
            return []
        } catch is DecodingError {
            throw StandingAlertFileError(path: path, problem: "holds no alerts of this version")
        } catch {
            throw StandingAlertFileError(path: path, problem: "cannot be read")
        }
    }

    /// Puts these in the file's place, mode 0640; none: takes the file away.
    ///
    /// - Throws: ``StandingAlertFileError`` when it cannot be written; it is as it was then.
    public func write(_ standing: [StandingAlert]) throws(StandingAlertFileError) {
        guard !standing.isEmpty else {
            if unlink(path) != 0, errno != ENOENT {
                throw StandingAlertFileError(path: path, problem: "cannot be removed")
            }
            return
        }
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let text = String(decoding: try encoder.encode(standing), as: UTF8.self) + "\n"
            try FileReplacement.put(text, at: path, mode: 0o640)
        } catch {
            throw StandingAlertFileError(path: path, problem: "cannot be written: \(FileReplacement.words(error))")
        }
    }
}

/// A file of standing alerts that could not be used.
public struct StandingAlertFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public let path: String
    /// What is wrong with it.
    public let problem: String

    /// Both in one sentence.
    public var description: String { "\(path) \(problem)" }
}
