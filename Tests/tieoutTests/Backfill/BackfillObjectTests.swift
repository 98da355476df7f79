import Foundation
import PostgresLedger
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// One object or one buyer: what belongs to it is read by id, nothing is listed, and nothing else is judged.
@Suite struct BackfillObjectTests {
    /// Three missed sales; whichever id of one is given, it alone is granted.
    @Test(arguments: ["cs_test_A", "pi_A", "ch_A"]) func anyIDOfASaleLeadsToItAlone(_ id: String) async throws {
        let asked = Mutex<[String]>([])
        let night = try await OneMissedSale { request in
            asked.withLock { $0.append(request.target) }
            return nil
        }
        try night.sell("other", daysAgo: 2)
        try night.sell("older", daysAgo: 400)

        let plan = try night.program.run("backfill", "--session", id)
        #expect(plan.status == 2, "\(plan.output)\(plan.notes)")
        #expect(plan.output.contains("apply with: tieout backfill --session \(id) --apply\n"), "\(plan.output)")
        #expect(plan.output.hasSuffix("of \(id) is not granted; 1 would be granted with --apply\n"), "\(plan.output)")
        asked.withLock { $0 = [] }
        let applied = try night.program.run("backfill", "--session", id, "--apply")
        #expect(applied.status == 0, "\(applied.output)\(applied.notes)")
        #expect(applied.output.hasSuffix("\nthe only paid session of \(id) is granted\n"), "\(applied.output)")
        #expect(try night.granted() == ["cs_test_A"])
        #expect(try night.watermarks() == [])
        let listed = asked.withLock { $0 }.filter { $0.contains("created") && !$0.hasPrefix("/v1/events") }
        #expect(listed == [], "no list is read")
    }

    /// The plan of one object is a plan like any other: a person reviews and applies it.
    @Test func thePlanOfOneObjectCanBeApplied() async throws {
        let night = try await OneMissedSale()
        try night.sell("older", daysAgo: 400)
        let plan = try night.program.run("backfill", "--session", "cs_test_older", "--output", "json").json()
        let report = try #require(plan.objects("runs").first?.text("report"))
        let applied = try night.program.run("apply", "\(report)/plan.json", "--approved-by", "Anna Weber")
        #expect(try night.granted() == ["cs_test_older"], "\(applied.output)\(applied.notes)")
    }

    /// Sold long ago, refunded yesterday: the refund is read with the sale.
    @Test(arguments: [("succeeded", "nothing is to be done"), ("pending", "1 needs a person")])
    func whatWentBackIsKnown(_ status: String, says: String) async throws {
        let night = try await OneMissedSale()
        let sale = try night.sell("old", daysAgo: 400)
        let now = night.now
        night.stripe.account.update { _ = $0.refund(sale.charge, at: now - 86_400, status: status) }
        let ending = try night.program.run("backfill", "--session", sale.session, "--apply")
        #expect(ending.output.contains(says), "\(ending.output)\(ending.notes)")
        #expect(try night.granted() == [])
    }

    /// The ledger names two of the buyer's sessions; the customer of one leads to a third, of which it has no row.
    @Test func aBuyersSessionsAreThoseOfTheLedgerAndOfTheirCustomers() async throws {
        let night = try await OneMissedSale()
        try night.sell("older", daysAgo: 400, customer: "cus_B")
        let now = night.now
        night.stripe.account.update { account in
            account.addSale("unknown", of: 2_000, at: now - 3 * 86_400, customer: "cus_B")
            account.addSale("stranger", of: 2_000, at: now - 3 * 86_400, customer: "cus_C")
        }
        let ending = try night.program.run("backfill", "--user", OneMissedSale.buyer, "--apply", "--output", "json")
        let result = try ending.json()
        #expect(result.number("paid_sessions.granted") == 2, "\(ending.output)\(ending.notes)")
        #expect(result.objects("runs").map { $0.number("counts.checkout_session.fetched") } == [3])
        #expect(try night.granted() == ["cs_test_A", "cs_test_older"])
    }

    @Test func aBuyerWithoutSessionsHasNoneToGrant() async throws {
        let night = try await OneMissedSale()
        try night.database.connect().query("DELETE FROM public.checkout_sessions")
        let ending = try night.program.run("backfill", "--user", OneMissedSale.buyer, "--apply")
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(ending.output == "the ledger names no checkout session of \(OneMissedSale.buyer)\n")
    }

    /// The ledger names a session for the buyer that Stripe does not know: a finding, not a wrong id.
    @Test func aGrantForASessionThatIsNoneIsFound() async throws {
        let night = try await OneMissedSale()
        try night.database.connect().query(
            """
            INSERT INTO public.credit_transactions (
                user_id, type, amount, balance_before, balance_after, description, reference_id, created_at
            ) VALUES ($1::uuid, 'purchase', 50, 0, 50, 'Credit purchase', 'cs_test_none', now())
            """,
            [.text(OneMissedSale.buyer)]
        )
        let ending = try night.program.run("backfill", "--user", OneMissedSale.buyer, "--output", "json")
        #expect(try ending.json().objects("runs").map { $0.number("findings.phantom_grant") } == [1], "\(ending.notes)")
    }

    @Test func anInvoiceIsJudgedByItself() async throws {
        let night = try await OneMissedSale()
        let now = night.now
        night.stripe.account.update { account in
            for name in ["in_A", "in_B"] {
                var invoice = Invoice(name, amount: 1_500, at: now - 50 * 86_400)
                invoice.finalize(at: now - 49 * 86_400)
                invoice.pay(at: now - 48 * 86_400, paymentIntent: nil, charge: nil)
                account.invoices.append(invoice)
            }
        }
        let ending = try night.program.run("backfill", "--session", "in_A", "--output", "json")
        let result = try ending.json()
        #expect(result.objects("runs").map { $0.number("counts.invoice.fetched") } == [1], "\(ending.notes)")
        #expect(result.objects("runs").map { $0.number("findings.missing_invoice_log") } == [1])
        #expect(try night.granted() == [])
    }
}
