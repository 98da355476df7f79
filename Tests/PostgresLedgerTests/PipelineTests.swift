import Testing
import TestSupport

@testable import PostgresLedger

/// Statements that travel together are what they would be one by one.
@Suite struct PipelineTests {
    let connection: Connection
    private let database: TestDatabase

    init() throws {
        database = try TestDatabase.empty()
        connection = try database.connect()
        try connection.execute(script: "CREATE TABLE public.sale (id text PRIMARY KEY)")
    }

    private func sales() throws -> [String] {
        try connection.query("SELECT id FROM public.sale ORDER BY id").map { try $0.text("id") }
    }

    @Test func answersComeInTheOrderOfTheQuestions() throws {
        let answers = try connection.pipelinedTransaction {
            pipeline throws(PostgresError) -> TransactionEnd<[String]> in
            let before = try pipeline.ask("SELECT count(*)::text AS answer FROM public.sale")
            try pipeline.ask("INSERT INTO public.sale VALUES ($1)", [.text("cs_1")])
            let after = try pipeline.ask("SELECT count(*)::text AS answer FROM public.sale")
            // Asked for backwards: the order of reading changes nothing.
            let last = try after.rows()[0].text("answer")
            return .commit([try before.rows()[0].text("answer"), last])
        }
        #expect(answers == ["0", "1"])
        #expect(try sales() == ["cs_1"])
    }

    @Test func whatWasNotReadIsCommittedToo() throws {
        try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<Void> in
            try pipeline.ask("INSERT INTO public.sale VALUES ('cs_1')")
            return .commit(())
        }
        #expect(try sales() == ["cs_1"])
    }

    @Test func aFailureThatNobodyReadUndoesAllOfIt() throws {
        let error = try #require(throws: PostgresError.self) {
            try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<Void> in
                try pipeline.ask("INSERT INTO public.sale VALUES ('cs_1')")
                try pipeline.ask("INSERT INTO public.sale VALUES ('cs_1')")
                return .commit(())
            }
        }
        #expect(error.sqlState == .uniqueViolation)
        #expect(try sales().isEmpty)
        // And the connection is as good as before.
        try connection.query("INSERT INTO public.sale VALUES ('cs_2')")
        #expect(try sales() == ["cs_2"])
    }

    @Test func whatCameBeforeAFailureIsAnswered() throws {
        let seen = try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<[String]> in
            let good = try pipeline.ask("SELECT 'good' AS answer")
            let bad = try pipeline.ask("SELECT 1 / 0 AS answer")
            let late = try pipeline.ask("SELECT 'late' AS answer")
            var seen = [try good.rows()[0].text("answer")]
            for answer in [bad, late] {
                do throws(PostgresError) { _ = try answer.rows() } catch { seen.append(error.sqlState?.rawValue ?? "") }
            }
            return .rollBack(seen)
        }
        #expect(seen == ["good", "22012", "22012"])
    }

    @Test func anAnswerWithoutRowsCanMeanAFailure() throws {
        let error = try #require(throws: PostgresError.self) {
            try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<Void> in
                try pipeline.ask("SELECT FROM public.sale", ifEmpty: .leaseLost)
                try pipeline.ask("INSERT INTO public.sale VALUES ('cs_1')")
                return .commit(())
            }
        }
        #expect(error == .leaseLost)
        #expect(try sales().isEmpty)
    }

    /// Each has a name of its own at the server, although errors call both the same.
    @Test func twoTextsOfOneNameAreTwoPlans() throws {
        let first = Statement("sale", embedded: Array("SELECT 'first' AS answer, $1 AS given".utf8))
        let second = Statement("sale", embedded: Array("SELECT 'second' AS answer, $1 AS given".utf8))
        for _ in 0..<2 {
            for (statement, expected) in [(first, "first"), (second, "second")] {
                #expect(try connection.query(statement, [.text("")])[0].text("answer") == expected)
                let answer = try connection.pipelinedTransaction {
                    pipeline throws(PostgresError) -> TransactionEnd<String> in
                    .commit(try pipeline.ask(statement, [.text("")]).rows()[0].text("answer"))
                }
                #expect(answer == expected)
            }
        }
    }

    @Test func aPlanThatFailedIsMadeAnew() throws {
        let statement = Statement("later", embedded: Array("SELECT id FROM public.later".utf8))
        #expect(throws: PostgresError.self) {
            try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<Int> in
                .commit(try pipeline.ask(statement).rows().count)
            }
        }
        try connection.execute(script: "CREATE TABLE public.later (id text)")
        let count = try connection.pipelinedTransaction { pipeline throws(PostgresError) -> TransactionEnd<Int> in
            .commit(try pipeline.ask(statement).rows().count)
        }
        #expect(count == 0)
    }
}
