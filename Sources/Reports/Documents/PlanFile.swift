/// Why a file is no plan that can be applied: what is wrong with it, and what to do.
public struct PlanRefusal: Error, Hashable, CustomStringConvertible {
    /// What is wrong, with the file's path, in one sentence.
    public let sentence: String
    /// What to do, in one sentence.
    public let advice: String

    /// Both.
    public var description: String { "\(sentence); \(advice)" }
}

extension PlanDocument {
    /// The largest file that is read, in bytes: more corrections than anybody reviews.
    public static let mostBytes: Int64 = 64 << 20

    /// Reads a plan and proves that nothing in it was changed since it was written.
    ///
    /// Whether it is this ledger's plan only the books can tell: they keep the hash of the plan of each run.
    ///
    /// - Throws: ``PlanRefusal`` for a file that cannot be read, is too large, is no plan, is of another version of the
    ///   plan's form, or does not match its own hash.
    public static func read(_ path: String) throws(PlanRefusal) -> PlanDocument {
        let bytes = try contents(of: path)
        guard let header = try? JSONText.decode(Header.self, from: bytes) else {
            throw PlanRefusal(
                sentence: "\(path) is no plan that Tieout wrote",
                advice: "Give the plan.json of a run: reports/latest/plan.json is the newest."
            )
        }
        guard header.schemaVersion == currentSchemaVersion else {
            throw PlanRefusal(
                sentence: "\(path) is a plan of version \(header.schemaVersion); this program reads version"
                    + " \(currentSchemaVersion)",
                advice: "Make a new plan with this program: tieout run"
            )
        }
        guard let plan = try? JSONText.decode(PlanDocument.self, from: bytes) else {
            throw PlanRefusal(
                sentence: "\(path) lacks a part of a plan, or has one of another form",
                advice: "Make a new plan: tieout run"
            )
        }
        guard let hash = plan.hash, hash == (try? plan.computedHash()) else {
            throw PlanRefusal(
                sentence: "\(path) was edited: its content does not match its hash",
                advice: "Leave the plan as it is and choose with --only and --except, or make a new one: tieout run"
            )
        }
        return plan
    }

    private static func contents(of path: String) throws(PlanRefusal) -> [UInt8] {
        do throws(ReportError) {
            let file = try InputFile(path)
            guard file.size <= mostBytes else {
                throw ReportError(path, "is too large for a plan (\(file.size) bytes)", advice: "Give a plan.json.")
            }
            return try file.contents()
        } catch {
            throw PlanRefusal(sentence: "\(path) \(error.problem)", advice: "Give the plan.json of a run.")
        }
    }

    private struct Header: Decodable {
        let schemaVersion: Int

        enum CodingKeys: String, CodingKey { case schemaVersion = "schema_version" }
    }
}
