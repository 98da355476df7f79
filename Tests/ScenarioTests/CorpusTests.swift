import LedgerCorpus
import PostgresLedger
import Reconciliation
import TestSupport
import Testing

@testable import tieout

/// Each ledger of the corpus: one sale that the ledger missed, one that it shows granted, and a night that applies.
@Suite struct CorpusTests {
    @Test(arguments: CorpusLedger.all) func theMissedSaleEndsAsItShould(_ corpus: CorpusLedger) async throws {
        let database = try TestDatabase.empty()
        let session = try database.connect()
        // As an application's own migrations run: its names are looked for in public.
        try session.execute(script: "SET search_path = public; \(corpus.sql)")
        let books = try await Books.open(on: database, mapping: corpus.mapping)
        books.sellBoth(anna: corpus.anna, boris: corpus.boris)
        let before = try content(session)
        try await compare(corpus, with: books.ledger)

        let refusal = try await refusal(books.ledger)
        switch corpus.ending {
        case .refused(let sentence):
            #expect(refusal?.contains(sentence) == true, "\(refusal ?? "not refused")")
            try await books.night()
            #expect(try content(session) == before)
        case .rolledBack(let sentence):
            #expect(refusal == nil)
            let night = try await books.night(applies: true)
            #expect(night.granted == [])
            #expect(night.unposted.count == 1)
            #expect(night.unposted.first?.contains(sentence) == true, "\(night.unposted)")
            #expect(night.left.contains { $0.contains("missed_purchase cs_test_A") }, "\(night.left)")
            #expect(try content(session) == before)
        case .granted(let balance):
            #expect(refusal == nil)
            let trial = try #require(try await books.ledger.tryGrant())
            #expect(trial.deviation == nil)
            #expect(trial.repetition != nil)
            #expect(try content(session) == before)
            let night = try await books.night(applies: true)
            #expect(night.granted == ["cs_test_A 50"], "\(night.unposted) \(night.found)")
            #expect(night.left == [])
            #expect(try session.query(corpus.balanceQuery)[0].text("balance") == balance)
            let granted = try content(session)
            let next = try await books.night(applies: true)
            #expect(next.found == [] && next.posted.isEmpty, "\(next.found)")
            #expect(try content(session) == granted)
        }
    }

    /// A refund after the grant, in ledgers whose functions know no type and no description: what a person approved is taken
    /// through the same function, once.
    @Test(arguments: CorpusLedger.all.filter { ["row_return", "text_ids_integer", "table_return"].contains($0.name) })
    func aRefundIsTakenBackThroughWhateverFunction(_ corpus: CorpusLedger) async throws {
        let database = try TestDatabase.empty()
        let session = try database.connect()
        try session.execute(script: "SET search_path = public; \(corpus.sql)")
        let books = try await Books.open(on: database, mapping: corpus.mapping)
        books.sellBoth(anna: corpus.anna, boris: corpus.boris)
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
        books.stripe { _ = $0.refund("ch_A", amount: 1_000, at: Books.noon + 3_600) }

        let refunded = try await books.night(applies: true)
        #expect(refunded.found.map { $0.prefix { $0 != ":" } } == ["refund_not_reversed cs_test_A"])
        let correction = try #require(refunded.plan.held.first?.correction)
        let context = PostingContext(
            run: RunID(startedAt: Instant(secondsSinceEpoch: Books.noon), command: "apply", suffix: 1),
            protection: .approval,
            approvedBy: "Anna Weber"
        )
        let taken = try await books.ledger.postTakeBack(correction, context: context)
        #expect(taken.takenBack == TakenBack(credits: 25, uncollectable: 0), "\(taken.outcome)")
        #expect(try session.query(corpus.balanceQuery)[0].text("balance") == "32")
        #expect(try await books.ledger.brokenInvariants(of: context.run) == [])
        #expect(try await books.ledger.postTakeBack(correction, context: context).outcome == .alreadyPosted)
        #expect(try await books.night(applies: true).found == [])
        #expect(try session.query(corpus.balanceQuery)[0].text("balance") == "32")
    }

    /// Names tell the ledgers apart, and all that are written are used.
    @Test func theCorpusIsWide() {
        let names = CorpusLedger.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.count >= 24)
        #expect(Set(CorpusLedger.readings.keys) == Set(names))
    }

    /// Where a run would not grant, the doctor refuses before; but for what one credit for one buyer cannot show.
    @Test func theDoctorRefusesWhereARunWould() {
        let unforeseen = CorpusLedger.all.filter { corpus in
            let refuses = corpus.reading?.doctor.contains { $0.hasPrefix("refuse") } ?? false
            if case .granted = corpus.ending { return refuses }
            return !refuses
        }
        #expect(unforeseen.map(\.name) == ["clamps", "no_balance_row"])
    }

    /// What init proposes for the ledger and what the doctor says of its mapping, against what is written down of it.
    private func compare(_ corpus: CorpusLedger, with ledger: PostgresLedger) async throws {
        // As the roles, its function has its owner's rights and not its caller's: that is another ledger than was read.
        guard !TestRoles.areOn else { return }
        let reading = try #require(corpus.reading)
        let proposal = Recogniser(catalog: try await ledger.catalog()).proposal()
        #expect(proposal.differences(from: corpus.mapping) == reading.finds)
        let checks = try await LedgerChecks(ledger: ledger, livemode: false).run().filter { $0.verdict != .ok }
        #expect(checks.map { $0.line(asIn: reading.doctor) } == reading.doctor)
    }

    /// Why a run that posts would refuse before it writes.
    private func refusal(_ ledger: PostgresLedger) async throws -> String? {
        if let missing = try await ledger.missingRelations().first { return "missing \(missing)" }
        if let refusal = try await ledger.postingRefusal() { return refusal.sentence }
        if let problem = try await ledger.functionReading()?.problem { return problem.sentence }
        return try await ledger.argumentProblems().first
    }

    /// Every row of every table of the application's.
    private func content(_ session: Connection) throws -> [String] {
        try session.query(
            """
            SELECT format('%s: %s', relation.oid::regclass, rows.row) AS line
            FROM pg_class AS relation
            JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
            CROSS JOIN LATERAL (
                SELECT unnest(xpath('//row', query_to_xml(
                    format('SELECT to_jsonb(t)::text AS row FROM %s AS t', relation.oid::regclass), true, false, ''
                )))::text AS row
            ) AS rows
            WHERE relation.relkind = 'r' AND namespace.nspname NOT IN ('pg_catalog', 'information_schema', 'tieout')
            ORDER BY 1
            """
        ).map { try $0.text("line") }
    }
}

extension Books {
    /// Stripe's side of the two sales.
    fileprivate func sellBoth(anna: String, boris: String) {
        stripe {
            $0.addSale("A", of: 2_000, "usd", at: Self.noon, metadata: Self.metadata(user: anna))
            $0.addSale("B", of: 500, "usd", at: Self.noon, metadata: Self.metadata("starter", credits: 10, user: boris))
        }
    }
}

extension Check {
    /// Verdict and name, and of a refusal the words that one of those lines expects of it, else all of its words.
    fileprivate func line(asIn expected: [String]) -> String {
        let line = "\(verdict.rawValue) \(name.rawValue)"
        guard verdict == .refuse else { return line }
        let words = expected.filter { $0.hasPrefix("\(line): ") }.map { String($0.dropFirst(line.count + 2)) }
        return "\(line): \(words.first(where: reason.contains) ?? reason)"
    }
}
