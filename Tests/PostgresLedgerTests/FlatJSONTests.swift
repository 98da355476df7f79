import Reconciliation
import TestSupport
import Testing

@testable import PostgresLedger

/// What a rule says in its detail arrives as it was said.
@Suite struct FlatJSONTests {
    @Test func everythingThatTheServerWritesIsRead() throws {
        let database = try TestDatabase.empty()
        defer { withExtendedLifetime(database) {} }
        let row = try database.connect().query(
            """
            SELECT jsonb_build_object(
                'text', 'Your card''s "limit" \\ is reached', 'unicode', 'ü🙂ß',
                'control', E'\\u0001\\b\\f\\n\\r\\t\\u001f\\u007f',
                'empty', '', 'a name with "quotes" and : and ,', '}{][', 'number', 12, 'amount', 12.50, 'tiny', -1e-7,
                'large', 9223372036854775808, 'yes', true, 'no', false, 'nothing', NULL,
                'object', '{"a": ["]}\\"", {"b": {}}], "c": null}'::jsonb, 'list', '[[], "[", 1]'::jsonb, '', 'no name'
            ) AS detail, NULL::jsonb AS absent, '{}'::jsonb AS empty, '[1]'::jsonb AS list
            """
        )[0]
        #expect(
            try row.flatJSON("detail") == [
                "text": #"Your card's "limit" \ is reached"#, "unicode": "ü🙂ß",
                "control": "\u{1}\u{8}\u{C}\n\r\t\u{1F}\u{7F}", "empty": "",
                #"a name with "quotes" and : and ,"#: "}{][",
                "number": "12", "amount": "12.50", "tiny": "-0.0000001", "large": "9223372036854775808", "yes": "true",
                "no": "false", "object": "(nested)", "list": "(nested)", "": "no name",
            ]
        )
        #expect(try row.flatJSON("absent") == [:])
        #expect(try row.flatJSON("empty") == [:])
        #expect(
            throws: PostgresError.decoding(
                statement: "SELECT jsonb_build_object(",
                column: "list",
                problem: "is no JSON object"
            )
        ) { try row.flatJSON("list") }
    }

    @Test(arguments: [
        "", "{", "}", "null", #""text""#, #"{"a"}"#, #"{"a":}"#, #"{"a": 1"#, #"{"a": 1,}"#, #"{"a": 1}}"#, #"{,}"#,
        #"{"a": 1} {}"#, #"{"a": "b}"#, #"{"a": "\"#, #"{"a": "\x"}"#, #"{"a": "\u12"}"#, #"{"a": "\ud800"}"#,
        #"{"a": [1}"#, #"{a: 1}"#, #"{"a": nul}"#, #"{"a": 1-}"#, #"{"a": {"b": "}"#, #"{"a": 1 "b": 2}"#,
    ])
    func anythingElseIsNoObject(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(bytes.withUnsafeBufferPointer { FlatJSON.texts($0) } == nil)
    }
}
