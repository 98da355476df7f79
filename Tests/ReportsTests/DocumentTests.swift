import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("JSON documents")
struct DocumentTests {
    @Test("summary.json has the keys of the design and `written`, and the figures of the run")
    func summary() throws {
        let bytes = try JSONText.canonical(Summary(SampleRun.result()))
        let object = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "broken", "counts", "decisions", "duration", "events", "findings", "grants", "guard", "held", "open",
                "period",
                "reads",
                "requests", "run_id", "schema_version", "status", "tie_out", "time_zone", "written",
            ]
        )
        let text = String(decoding: bytes, as: UTF8.self)
        for part in [
            #""checkout_session":{"excluded":1,"fetched":11,"found":4,"matched":6}"#,
            #""findings":{"amount_mismatch":1,"failed_fulfilment":1,"missed_purchase":2,"payment_failed":1}"#,
            #""grants":{"count":2,"credits":60},"#, #""held":1,"#,
            #""broken":[]"#, #""guard":{"in_force":false,"proof":"none","#,
            #""period":{"cut_off":"2026-11-23T02:10:00Z","since":"2026-11-15T00:00:00Z"}"#,
            #""ledger_closing":{"amount_minor":17500,"count":7,"credits":510}"#,
            #""duration":75"#, #""status":"differences""#,
            #""unreconciled":{"amount_minor":0,"count":0,"credits":0}"#,
            #""events":[{"code":"no_guard","dedup_key":"tieout/no_guard","severity":"warning","summary":"there is none"}]"#,
        ] { #expect(text.contains(part), "\(part) is missing in \(text)") }
    }

    @Test("the plan's hash covers every part of it, and survives being read again")
    func planHash() throws {
        let plan = try PlanDocument(SampleRun.result())
        let read = try JSONText.decode(PlanDocument.self, from: JSONText.readable(plan))
        #expect(read == plan)
        #expect(try read.computedHash() == plan.hash)
        let changes: [(inout PlanDocument) -> Void] = [
            { $0.corrections[0].credits = 51 }, { $0.corrections[0].userID = "another" }, { $0.livemode = true },
            { $0.corrections[2].decision = "allowed" }, { $0.corrections.removeLast() }, { $0.account = nil },
            { $0.corrections[0].facts["package_id"] = "pro" }, { $0.corrections.swapAt(0, 1) },
        ]
        for change in changes {
            var changed = plan
            change(&changed)
            #expect(try changed.computedHash() != plan.hash)
        }
    }

    @Test("the plan is written correction by correction as it would be at once", arguments: [0, 1, 3])
    func planText(corrections count: Int) throws {
        var result = try SampleRun.result()
        result.account = #"a "corrections":[] and a \"corrections\" : [], and a 💶"#
        result.plan.corrections = Array(result.plan.corrections.prefix(count))
        let whole = try PlanDocument(result)
        let text = PlanText(PlanDocument(headOf: result))
        var written: [UInt8] = []
        try text.write(whole.corrections, hash: text.hash(of: whole.corrections)) { written += $0 }
        let atOnce = try JSONText.readable(whole)
        #expect(String(decoding: written, as: UTF8.self) == String(decoding: atOnce, as: UTF8.self))
        var rest = whole
        rest.hash = nil
        #expect(whole.hash == SHA256.digest(of: try JSONText.canonical(rest)))
    }

    @Test("the plan's hash is that of the document without it, as another program computes it")
    func planHashByAnother() throws {
        let root = try TemporaryRoot()
        let path = "\(root.path)/plan.json"
        let plan = try PlanDocument(SampleRun.result())
        try Data(JSONText.readable(plan)).write(to: URL(filePath: path))
        let program = """
            import hashlib, json, sys
            plan = json.load(open(sys.argv[1], encoding="utf-8"))
            del plan["hash"]
            text = json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            print(hashlib.sha256(text.encode()).hexdigest(), end="")
            """
        #expect(try ProgramOutput.of("python3", ["-c", program, path]).output == plan.hash)
    }

    @Test("the plan says of every correction whether it may be posted, and why not")
    func planDecisions() throws {
        let plan = try PlanDocument(SampleRun.result())
        #expect(plan.corrections.map(\.decision) == ["allowed", "allowed", "held"])
        #expect(plan.corrections.map(\.reason) == [nil, nil, "the payment is disputed"])
    }
}

@Suite("The page")
struct PageTests {
    @Test(
        "has no script, nests its elements, and shows the tables' figures",
        .enabled(if: Judges.python != nil, "\(Judges.noPython)")
    )
    func page() async throws {
        let root = try TemporaryRoot()
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result())
        let page = try Judges.page("\(report.folder)/index.html")
        #expect(page.faults == [])
        #expect(Set(page.tags).isDisjoint(with: ["script", "iframe", "object", "embed", "form", "img"]))
        #expect(page.text.contains("DIFFERENCES"))
        #expect(page.cells.contains("= Unreconciled difference"))
        #expect(page.cells.contains("@SUM(A1:A9)"))
        #expect(page.links.contains("https://dashboard.stripe.com/test/payments/ch_declined"))
        #expect(Set(page.links).isSuperset(of: ReportFile.linked + ["../index.html"]))
    }

    @Test("shows text from outside as text")
    func escaping() throws {
        var result = try SampleRun.result()
        result.account = "<script>alert('\"1\"')</script>&"
        let page = ReportPage.bytes(of: result, tables: RunTables(result), files: [])
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.contains("&lt;script&gt;alert(&#39;&quot;1&quot;&#39;)&lt;/script&gt;&amp;"))
        #expect(!text.contains("<script"))
    }
}
