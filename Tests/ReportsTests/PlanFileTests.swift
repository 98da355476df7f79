import Foundation
import Reconciliation
import Testing

@testable import Reports

/// What is no plan as Tieout wrote it is refused with a sentence that says what is wrong.
@Suite("A plan that is read again")
struct PlanFileTests {
    let root: TemporaryRoot
    let plan: PlanDocument
    var path: String { "\(root.path)/plan.json" }

    init() throws {
        root = try TemporaryRoot()
        plan = try PlanDocument(SampleRun.result())
    }

    @Test("is what was planned, correction by correction")
    func whole() throws {
        try write(JSONText.readable(plan))
        #expect(try PlanDocument.read(path) == plan)
        #expect(try PlanDocument.read(path).corrections.map(\.planned) == SampleRun.result().plan.corrections)
        #expect(plan.plannedBy == "cron")
    }

    @Test("is refused when a value was edited, with its hash or without")
    func edited() throws {
        let text = String(decoding: try JSONText.readable(plan), as: UTF8.self)
        for (part, other) in [
            (#""credits" : 50"#, #""credits" : 500"#), (#""decision" : "held""#, #""decision" : "allowed""#),
            (#""planned_by" : "cron""#, #""planned_by" : "dora""#), (#""livemode" : false"#, #""livemode" : true"#),
        ] {
            try #require(text.contains(part), "\(part)")
            try write(Array(text.replacing(part, with: other).utf8))
            #expect(refusal() == "\(path) was edited: its content does not match its hash")
        }
        var unhashed = plan
        unhashed.hash = nil
        try write(JSONText.readable(unhashed))
        #expect(refusal() == "\(path) was edited: its content does not match its hash")
    }

    @Test("is refused when it is of another version of the form")
    func version() throws {
        var later = plan
        later.schemaVersion = 2
        later.hash = try later.computedHash()
        try write(JSONText.readable(later))
        #expect(refusal() == "\(path) is a plan of version 2; this program reads version 1")
    }

    @Test("is refused when it is no plan", arguments: ["", "{", "[]", "null", #"{"run_id":"x"}"#, "\u{0}\u{1}"])
    func broken(_ text: String) throws {
        try write(Array(text.utf8))
        #expect(refusal() == "\(path) is no plan that Tieout wrote")
    }

    @Test("is refused when a part is missing or of another type")
    func parts() throws {
        let text = String(decoding: try JSONText.readable(plan), as: UTF8.self)
        for (part, other) in [
            (#""run_id""#, #""run""#), (#""credits" : 50"#, #""credits" : "50""#),
            (#""credits" : 50"#, #""credits" : 1e40"#), (#""action" : "grant""#, #""action" : "donate""#),
            ("\"\(plan.runID.text)\"", #""../../etc""#),
        ] {
            try #require(text.contains(part), "\(part)")
            try write(Array(text.replacing(part, with: other).utf8))
            #expect(refusal() == "\(path) lacks a part of a plan, or has one of another form")
        }
    }

    @Test("is refused without being read when it is too large, no file, or not there")
    func unreadable() throws {
        #expect(refusal() == "\(path) cannot be read (No such file or directory)")
        try write([])
        #expect(truncate(path, off_t(PlanDocument.mostBytes + 1)) == 0)
        #expect(refusal() == "\(path) is too large for a plan (67108865 bytes)")
        #expect(throws: PlanRefusal.self) { try PlanDocument.read(root.path) }
    }

    private func write(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(filePath: path)) }

    private func refusal() -> String? {
        do throws(PlanRefusal) {
            _ = try PlanDocument.read(path)
            return nil
        } catch {
            return error.sentence
        }
    }
}
