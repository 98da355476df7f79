import LedgerCorpus
import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// A ledger that counts the minor units of each currency (`amounts: minor`): 3000 are 3,000 yen, 30 dollars or 3 dinars.
@Suite struct MinorUnitsTests {
    @Test(arguments: ["usd", "jpy", "kwd"]) func aPurchaseThatWasLoggedAsItWasPaidIsInOrder(
        currency: String
    ) async throws {
        let books = try await Self.books()
        try Self.sell(books, for: 3_000, currency, logged: 3_000)
        #expect(try await books.night(applies: true).found == [])
    }

    @Test(arguments: ["usd", "jpy", "kwd"]) func anotherAmountIsFoundInTheUnitsOfItsCurrency(
        currency: String
    ) async throws {
        let books = try await Self.books()
        try Self.sell(books, for: 3_000, currency, logged: 2_900)
        #expect(
            try await books.night().found == [
                "amount_mismatch cs_test_A: 50 credits, expected 3000 \(currency), recorded 2900"
            ]
        )
    }

    @Test(arguments: ["usd", "jpy", "kwd"]) func anInvoiceIsSyncedInTheUnitsOfItsCurrency(
        currency: String
    ) async throws {
        let books = try await Self.books()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, currency: currency, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            invoice.pay(at: Books.noon + 3_700, paymentIntent: nil, charge: nil)
            $0.invoices.append(invoice)
        }
        try books.sql("INSERT INTO billing.bills VALUES ('in_A', 1000, $1, 'paid')", [.text(currency)])

        let night = try await books.night(applies: true)

        #expect(night.found == ["invoice_amount_mismatch in_A: expected 1500 \(currency), recorded 1000"])
        #expect(night.unposted == [] && night.left == [])
        #expect(try books.lines("SELECT paid::text AS line FROM billing.bills") == ["1500"])
    }

    /// The ledger of nine arguments, with an invoice log beside its order log.
    private static func books() async throws -> Books {
        let corpus = try #require(CorpusLedger.all.first { $0.name == "nine_arguments" })
        let database = try TestDatabase.empty()
        try database.connect().execute(
            script: """
                SET search_path = public; \(corpus.sql);
                CREATE TABLE billing.bills (invoice text PRIMARY KEY, paid bigint, currency char(3), state text);
                DELETE FROM billing.orders; DELETE FROM billing.carts; DELETE FROM billing.journal;
                """
        )
        var mapping = corpus.mapping
        mapping.tables[.invoice] = MappedTable(
            schema: "billing",
            "bills",
            ["ledger_id": "invoice", "stripe_invoice_id": "invoice", "amount_paid": "paid", "status": "state"],
            same: ["currency"],
            amountUnit: .minor
        )
        return try await Books.open(on: database, mapping: mapping)
    }

    /// A sale of 50 credits that was granted and logged.
    private static func sell(_ books: Books, for price: Int64, _ currency: String, logged cents: Int64) throws {
        let anna = "a0000000-0000-4000-8000-00000000000a"
        books.stripe {
            _ = $0.addSale("A", of: price, currency, at: Books.noon, metadata: Books.metadata(user: anna))
        }
        try books.sql(
            """
            WITH cart AS (INSERT INTO billing.carts (uid, checkout, units) VALUES ($1::uuid, 'cs_test_A', 50)),
            entry AS (
                INSERT INTO billing.journal (uid, delta, what, meta)
                VALUES ($1::uuid, 50, 'TOPUP', '{"stripe": {"checkout": ["cs_test_A"]}}')
            )
            INSERT INTO billing.orders (uid, units, cents, currency, state, checkout, created)
            VALUES ($1::uuid, 50, $2, $3, 'PAID', 'cs_test_A', '2025-03-10 12:01')
            """,
            [.text(anna), .integer(cents), .text(currency)]
        )
    }
}
