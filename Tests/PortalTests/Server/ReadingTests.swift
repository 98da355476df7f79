import Reconciliation
import Testing

@testable import tieout_portal

/// What the portal reads out of requests and variables.
@Suite struct ReadingTests {
    @Test(
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=2-5", .part(2..<6)),
            ("bytes=2-", .part(2..<10)),
            ("bytes=2-99", .part(2..<10)), ("bytes=-3", .part(7..<10)), ("bytes=-30", .part(0..<10)),
            ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=5-2", .whole), ("bytes=0-1,3-4", .whole), ("bytes=-", .whole),
            ("items=0-1", .whole), ("bytes=999999999999999999999-", .whole), ("bytes=٣-", .whole),
        ] as [(String?, ByteRange)]
    ) func ranges(_ header: String?, _ range: ByteRange) {
        #expect(ByteRange(header, size: 10, isCurrent: true) == range)
        #expect(ByteRange(header, size: 10, isCurrent: false) == .whole)
    }

    @Test func aRangeOfAnEmptyFile() {
        #expect(ByteRange("bytes=0-", size: 0, isCurrent: true) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", size: 0, isCurrent: true) == .unsatisfiable)
    }

    @Test func tags() {
        #expect(entityTags("\"a\"", name: "\"a\""))
        #expect(entityTags("\"b\", W/\"a\"", name: "\"a\""))
        #expect(entityTags("*", name: "\"a\""))
        #expect(!entityTags("\"b\", \"c\"", name: "\"a\""))
    }

    /// Nobody is led to another site by signing in.
    @Test(
        arguments: [
            (nil, "/"), ("/runs/20261123T021500Z-nightly-3f9c/", "/runs/20261123T021500Z-nightly-3f9c/"),
            ("/audit", "/audit"),
            ("//evil.example", "/"), ("/\\evil.example", "/"), ("https://evil.example", "/"), ("/%0d%0aX: y", "/"),
            ("/runs?month=2026-11", "/"), ("", "/"), ("audit", "/"),
        ] as [(String?, String)]
    ) func targets(_ text: String?, _ target: String) {
        #expect(SignInRoutes.target(text) == target)
    }

    @Test func forms() throws {
        let fields = try #require(Form.fields(of: "a=1&b=two+words&b=%C3%A9&c&d=%3D"))
        #expect(fields.map(\.name) == ["a", "b", "b", "c", "d"])
        #expect(fields.map(\.value) == ["1", "two words", "é", "", "="])
        #expect(Form.fields(of: "a=%ff") == nil)
        #expect(Form.fields(of: "a=%2") == nil)
        #expect(try #require(Form.fields(of: "")).isEmpty)
    }

    @Test func filters() {
        #expect(RunFilter(month: "2026-11", status: "tied_out").month == "2026-11")
        #expect(RunFilter(month: "2026-11'--", status: "x") == RunFilter(month: nil, status: nil))
        #expect(
            RunFilter(month: "", status: "").apply(to: [.damaged(RunID("20261123T021500Z-a-0000")!, "")]).count == 1
        )
        #expect(
            RunFilter(month: "2026-11", status: nil).apply(to: [.damaged(RunID("20261123T021500Z-a-0000")!, "")]).count
                == 1
        )
        #expect(
            RunFilter(month: nil, status: "failed").apply(to: [.damaged(RunID("20261123T021500Z-a-0000")!, "")]).isEmpty
        )
    }

    @Test(
        arguments: [
            ("https://reports.example.com", "https://reports.example.com"),
            ("https://Reports.Example.com:8443/", "https://reports.example.com:8443"),
            ("http://localhost:8460", "http://localhost:8460"), ("http://[::1]:8460", "http://[::1]:8460"),
            ("http://reports.example.com", nil), ("https://reports.example.com/portal", nil),
            ("https://user@host", nil),
            ("http://127.0.0.1.evil.example", nil), ("ftp://host", nil), ("", nil),
        ] as [(String, String?)]
    ) func addresses(_ text: String, _ origin: String?) {
        #expect(PublicAddress(text)?.origin == origin)
    }

    @Test(arguments: [
        ("127.0.0.1:8460", true), ("[::1]:0", true), ("localhost:1", true), ("0.0.0.0:8460", false),
        ("[::]:8460", false),
    ]) func listening(_ text: String, _ isLoopback: Bool) throws {
        #expect(try #require(ListeningAddress(text)).isLoopback == isLoopback)
    }

    @Test(arguments: ["", "8460", ":8460", "host", "host:", "host:x", "host:70000", "ho st:1", "host:-1"])
    func noListening(_ text: String) { #expect(ListeningAddress(text) == nil) }
}
