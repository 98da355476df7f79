import PostgresLedger
import Reconciliation
import Testing
import TestSupport

@Suite struct StageTests {
    let database: TestDatabase
    let ledger: PostgresLedger

    init() async throws {
        database = try await TestDatabase.make()
        ledger = try await database.ledger()
    }

    private static let refund: [String: RecordPage.Cell] = [
        "id": "re_1", "created": 1_795_400_100, "amount": 500, "currency": "eur", "status": "succeeded",
    ]

    @Test func aRecordIsStagedAsItWasDecoded() async throws {
        try await ledger.stage(
            .of(
                .checkoutSession,
                [
                    [
                        "id": "cs_1", "created": 1_795_400_100, "mode": "payment", "payment_status": "paid",
                        "currency": "isk", "amount_total": -9_223_372_036_854_775_808, "livemode": false,
                        "customer": "", "metadata": #"{"user_id": "ü🙂", "credits": "abc"}"#,
                    ],
                    ["id": "cs_2", "created": 0, "mode": "setup", "payment_status": "unpaid", "livemode": true],
                ]
            )
        )
        try await ledger.finishStage()
        let rows = try database.connect().query("SELECT * FROM tieout.stage_checkout_session ORDER BY id")
        #expect(rows.count == 2)
        #expect(try rows[0].text("id") == "cs_1")
        #expect(try rows[0].instant("created") == Instant(secondsSinceEpoch: 1_795_400_100))
        #expect(try rows[0].integer("amount_total") == .min)
        #expect(try rows[0].boolean("livemode") == false)
        #expect(try rows[0].text("customer").isEmpty)
        #expect(try rows[0].text("metadata") == #"{"credits": "abc", "user_id": "ü🙂"}"#)
        #expect(try rows[0].optionalInstant("expires_at") == nil)
        #expect(try rows[1].instant("created") == Instant(secondsSinceEpoch: 0))
        #expect(try rows[1].boolean("livemode"))
        #expect(try rows[1].optionalText("metadata") == nil)
    }

    @Test(arguments: RecordKind.allCases)
    func everyKindHasATableThatTakesItsRecords(kind: RecordKind) async throws {
        var record: [String: RecordPage.Cell] = [:]
        for column in RecordSchema.of(kind).columns {
            switch column.type {
            case .text, .reference: record[column.name] = .text(column.name)
            case .json: record[column.name] = #"{"a": 1}"#
            case .integer, .instant: record[column.name] = 86_400
            case .boolean: record[column.name] = true
            }
        }
        try await ledger.stage(.of(kind, [record]))
        try await ledger.finishStage()
        let session = try database.connect()
        try session.execute(script: "CREATE VIEW public.staged AS SELECT * FROM tieout.\(kind.stageRelation)")
        let row = try session.query("SELECT * FROM public.staged")[0]
        for column in RecordSchema.of(kind).columns {
            let expected =
                switch column.type {
                case .text, .reference: column.name
                case .json: #"{"a": 1}"#
                case .integer: "86400"
                case .instant: "1970-01-02 00:00:00+00"
                case .boolean: "t"
                }
            #expect(try row.text(column.name) == expected, "\(column.name)")
        }
    }

    @Test func whatIsAskedNextSeesWhatWasStagedBefore() async throws {
        try await ledger.stage(.of(.refund, [Self.refund]))
        let count = try await ledger.withConnection { connection throws(PostgresError) in
            try connection.query("SELECT FROM tieout.stage_refund").count
        }
        #expect(count == 1)
    }

    @Test func anObjectThatWasReadTwiceStaysAsItWasReadLast() async throws {
        var later = Self.refund
        later["status"] = "failed"
        var other = Self.refund
        other["id"] = "re_2"
        try await ledger.stage(.of(.refund, [Self.refund, other]))
        try await ledger.stage(.of(.refund, [Self.refund, later]))
        try await ledger.finishStage()
        let rows = try database.connect().query("SELECT id, status FROM tieout.stage_refund ORDER BY id")
        #expect(try rows.map { "\(try $0.text("id")) \(try $0.text("status"))" } == ["re_1 failed", "re_2 succeeded"])
    }

    @Test func aClearedStageIsEmpty() async throws {
        try await ledger.stage(.of(.refund, [Self.refund]))
        try await ledger.finishStage()
        try await ledger.stage(.of(.refund, [Self.refund]))
        try await ledger.clearStage()
        try await ledger.finishStage()
        #expect(try database.connect().query("SELECT FROM tieout.stage_refund").isEmpty)
    }

    @Test func aRecordThatDoesNotFitIsRefusedAndTheSessionGoesOn() async throws {
        var broken = Self.refund
        broken["currency"] = nil
        try await ledger.stage(.of(.refund, [Self.refund, broken]))
        let error = await #expect(throws: PostgresError.self) { try await ledger.finishStage() }
        #expect(error?.sqlState == .notNullViolation)
        try await ledger.stage(.of(.refund, [Self.refund]))
        try await ledger.finishStage()
        #expect(try database.connect().query("SELECT FROM tieout.stage_refund").count == 1)
    }

    @Test func moreThanABufferfulArrivesWhole() async throws {
        let pages = 300
        for page in 0..<pages {
            let records = (0..<100).map { row in
                var record = Self.refund
                record["id"] = .text("re_\(page)_\(row)")
                return record
            }
            try await ledger.stage(.of(.refund, records))
        }
        try await ledger.finishStage()
        #expect(try database.connect().query("SELECT FROM tieout.stage_refund").count == pages * 100)
    }
}
