import PostgresLedger
import TestSupport
import Testing

@testable import tieout

/// The section `ledger:` of `tieout.yaml`: what it says is what is mapped; what is written wrong is told by its place.
@Suite struct LedgerSectionTests {
    /// A mapping in which every form that the section has is used once.
    static let everything = LedgerMapping(
        tables: [
            .user: MappedTable(schema: "auth", "users", ["user_id": "id", "email": "E-mail"]),
            .movement: MappedTable(
                "Credit Log",
                ["ledger_id": "no", "user_id": "who", "credits": "how much", "reference_id": "ref", "type": "null"],
                words: ["type": ["purchase": ["top-up", "gift"], "consume": ["usage"]]],
                unitsPerCredit: 60,
                amountUnit: .minor
            ),
        ],
        userIDType: .bigint,
        function: GrantingFunction(
            FunctionName(schema: "app", "grant"),
            [FunctionArgument("who", .user), FunctionArgument("what", .literal("say \"50\"\n"))]
                + ArgumentSource.named.values.sorted { $0.word ?? "" < $1.word ?? "" }
                .map { FunctionArgument("a_\($0.word ?? "")", $0) },
            failureSign: .memberIsNotTrue("success"),
            unitsPerCredit: 60
        ),
        balance: .function(FunctionName("balance_of"), argument: "who"),
        alerts: MappedTable(schema: "ops", "Notices", ["message": "What is it", "severity": "level"])
    )

    static let signs: [FailureSign] = [
        .raises, .returnsFalse, .returnsNull, .memberIsNotTrue("ok"), .memberIsPresent("error"),
        .columnIsNotTrue("done"),
    ]

    static let mappings =
        LedgerPreset.allCases.map(\.mapping) + [everything, LedgerMapping(tables: [:], balance: .movements)]
        + [LedgerMapping(tables: [:], alerts: nil)]

    @Test(arguments: mappings)
    func whatIsWrittenIsReadBack(_ mapping: LedgerMapping) throws {
        #expect(try read(mapping.yaml) == mapping, "\(mapping.yaml)")
    }

    @Test(arguments: signs) func everySignOfFailureIsReadBack(_ sign: FailureSign) throws {
        var mapping = Self.everything
        mapping.function?.failureSign = sign
        #expect(try read(mapping.yaml) == mapping)
    }

    /// A table that is written takes the place of the preset's, and `none` takes it away.
    @Test func whatIsWrittenGoesOverThePreset() throws {
        let mapping = try read(
            """
            ledger:
              preset: reference
              tables:
                payment: none
                balance:
                  table: wallets
                  columns: {user_id: owner, balance: coins}
            """
        )
        var expected = LedgerMapping.reference
        expected.tables[.payment] = nil
        expected.tables[.balance] = MappedTable("wallets", ["user_id": "owner", "balance": "coins"])
        #expect(mapping == expected)
    }

    struct Slip: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let section: String
        let says: [String]

        init(_ name: String, _ section: String, _ says: String...) {
            (testDescription, self.section, self.says) = (name, section, says)
        }
    }

    static let slips = [
        Slip("an unknown key", "  presett: reference", "yaml:2", "ledger.presett", "Did you mean ledger.preset?"),
        Slip("an unknown preset", "  preset: referense", "none of reference, ", "Did you mean reference?"),
        Slip("an unknown table", "  tables:\n    movment: none", "yaml:3", "Did you mean ledger.tables.movement?"),
        Slip(
            "an unknown column",
            "  tables:\n    balance:\n      table: a.b\n      columns: {user_id: a, balanse: b}",
            "ledger.tables.balance.columns.balanse",
            "Did you mean ledger.tables.balance.columns.balance?"
        ),
        Slip(
            "a column too few",
            "  tables:\n    movement:\n      table: a.b\n      columns: {user_id: a, credits: b}",
            "ledger.tables.movement.columns lacks ledger_id"
        ),
        Slip("no table", "  tables:\n    balance:\n      columns: {}", "ledger.tables.balance names no table"),
        Slip("half a name", "  tables:\n    balance:\n      table: public.", "“public.”", "schema.name"),
        Slip(
            "an unknown word",
            "  tables:\n    movement:\n      table: a.b\n      columns: {ledger_id: a, user_id: a, credits: b}\n"
                + "      words: {type: {purchas: topup}}",
            "Did you mean ledger.tables.movement.words.type.purchase?"
        ),
        Slip(
            "no number of units",
            "  tables:\n    balance:\n      table: a.b\n      units_per_credit: 0\n      columns: {user_id: a, balance: b}",
            "units_per_credit is “0”"
        ),
        Slip(
            "an unknown source",
            "  function:\n    name: f\n    arguments: {p: sesion_id}",
            "ledger.function.arguments.p",
            "Did you mean session_id?"
        ),
        Slip("no name", "  function:\n    arguments: {}", "ledger.function has no name"),
        Slip("an unknown sign", "  function:\n    name: f\n    failure: returns_fals", "Did you mean returns_false?"),
        Slip("half a reading", "  balance: {function: f}", "ledger.balance", "a function and its argument"),
        Slip("SQL", "  balance: SELECT 1", "ledger.balance is “SELECT 1”", "column, movements"),
    ]

    @Test(arguments: slips) func aSlipIsToldByItsPlace(_ slip: Slip) throws {
        let failure = try #require(throws: Failure.self) { try read("ledger:\n\(slip.section)\n") }
        #expect(failure.status == .configuration)
        for words in slip.says { #expect("\(failure)".contains(words), "\(failure)") }
    }

    private func read(_ yaml: String) throws -> LedgerMapping {
        let folder = try WorkFolder()
        try folder.write(yaml, to: "tieout.yaml")
        var configuration = Configuration()
        try ConfigurationFile(path: "\(folder.path)/tieout.yaml").apply(to: &configuration)
        return configuration.mapping
    }
}
