import Foundation
import PostgresLedger
import Reconciliation

@testable import Configuration
@testable import Reports

/// The readers of files, each given a file that holds the input.
enum FileReader {
    private static let path = NSTemporaryDirectory() + "tieout-fuzzing-\(ProcessInfo.processInfo.processIdentifier)"

    static func readConfiguration(_ input: [UInt8]) {
        // Foundation leaks what it reads an empty file into.
        guard !input.isEmpty else { return }
        write(input)
        var configuration = Configuration()
        do throws(Failure) {
            try ConfigurationFile(path: path).apply(to: &configuration)
        } catch {
            precondition(!error.sentence.isEmpty && error.status == .configuration, "\(error)")
            return
        }
        // What was taken can be written down and is then the same.
        precondition(configuration.limits.grantsPerRun > 0 && configuration.lookUps >= 0)
        _ = configuration.mapping.yaml
    }

    /// With the hash that its content has, so that what is behind the hash is read too.
    static func readPlan(_ input: [UInt8]) {
        guard !input.isEmpty else { return }
        write(input)
        do throws(PlanRefusal) {
            _ = try PlanDocument.read(path)
        } catch {
            precondition(!error.sentence.isEmpty)
        }
        guard let plan = try? JSONText.decode(PlanDocument.self, from: input) else { return }
        _ = try? plan.computedHash()
        for planned in plan.corrections.map(\.planned) {
            _ = (planned.correction.keptCredits, planned.correction.kind, planned.correction.amount?.majorUnits)
        }
    }

    private static func write(_ input: [UInt8]) {
        FileManager.default.createFile(atPath: path, contents: Data(input))
    }
}
