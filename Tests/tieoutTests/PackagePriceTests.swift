import StripeSimulator
import TestSupport
import Testing

/// What the doctor says of packages that cost something else at Stripe than in the ledger.
@Suite struct PackagePriceTests {
    /// Packages at 5.00 USD that name a price, as `id price`.
    private static func packages(_ lines: String...) -> String {
        lines.map { line in
            let words = line.split(separator: " ")
            return """
                INSERT INTO public.credit_packages (id, name, credits, price_usd, stripe_price_id)
                VALUES ('\(words[0])', 'Credits', 10, 5.00, '\(words[1])');
                """
        }.joined(separator: "\n")
    }

    @Test func eachPackageThatCostsSomethingElseIsNamed() async throws {
        var (inactive, recurring) = (Price("price_old", amount: 500), Price("price_month", amount: 700))
        inactive.isActive = false
        recurring.isRecurring = true
        var damaged = Price("price_damaged", amount: 500)
        damaged.alterations["currency"] = .value(5)
        let ward = try await Ward(
            Self.packages(
                "agreeing price_same",
                "cheap price_low",
                "damaged price_damaged",
                "foreign price_yen",
                "gone price_gone",
                "mistyped price/same",
                "monthly price_month",
                "old price_old",
                "tiered price_tiers"
            ),
            prices: [
                Price("price_same", amount: 500), Price("price_low", amount: 499),
                Price("price_yen", amount: 500, currency: "jpy"), Price("price_tiers", amount: nil),
                inactive, recurring, damaged,
            ]
        )
        let (status, check) = try ward.check("package_prices")
        #expect(status == 0)
        #expect(check?.text("verdict") == "warning")
        let said = (check?.text("reason") ?? "").split(separator: "; ").map(String.init)
        #expect(said.count == 8)
        #expect(said.first { $0.hasPrefix("damaged:") }?.contains("“currency” (request req_") == true, "\(said)")
        #expect(
            said.filter { !$0.hasPrefix("damaged:") } == [
                "cheap: price_low costs 4.99 USD at Stripe and 5.00 USD in the ledger",
                "foreign: price_yen costs 500 JPY at Stripe and 5.00 USD in the ledger",
                "gone: Stripe has no price price_gone",
                "mistyped: “price/same” cannot be the id of a price",
                "monthly: price_month costs 7.00 USD at Stripe and 5.00 USD in the ledger and is recurring, not paid once",
                "old: price_old is not active",
                "tiered: price_tiers costs no fixed amount at Stripe and 5.00 USD in the ledger",
            ]
        )
    }

    /// What is not sold any more may cost what it likes, and a package without a price of Stripe's has none to compare.
    @Test func whatAgreesIsInOrder() async throws {
        let ward = try await Ward(
            Self.packages("starter price_same", "retired price_gone", "unpriced price_none") + """
                UPDATE public.credit_packages SET is_active = false WHERE id = 'retired';
                UPDATE public.credit_packages SET stripe_price_id = '' WHERE id = 'unpriced';
                """,
            prices: [Price("price_same", amount: 500)]
        )
        let (status, check) = try ward.check("package_prices")
        #expect(status == 0)
        #expect(check?.text("verdict") == "ok")
        #expect(check?.text("reason") == "each active package with a Stripe price costs what Stripe says")
        #expect(ward.pricesAsked == ["/v1/prices/price_same"])
    }

    /// A run reads no prices, so a key that may not read them is as good as any.
    @Test func aKeyThatMayNotReadPricesIsNotRefused() async throws {
        let ward = try await Ward(
            Self.packages("cheap price_low", "gone price_gone"),
            prices: [Price("price_low", amount: 499)],
            readable: Set(ObjectKind.allCases).subtracting([.price])
        )
        let (status, check) = try ward.check("package_prices")
        #expect(status == 0)
        #expect(check?.text("verdict") == "warning")
        #expect(check?.text("reason") == "not looked at: the key may not read prices (rak_plan_read)")
        #expect(ward.pricesAsked == ["/v1/prices/price_low"])

        let run = try ward.program.run("run", "--since", "2026-11-01T00:00:00Z", "--until", "2026-11-02T00:00:00Z")
        #expect(run.status == 0, "\(run.notes)")
        #expect(ward.pricesAsked == ["/v1/prices/price_low"])
    }

    @Test func noMoreThanFiftyPricesAreRead() async throws {
        let ward = try await Ward(
            """
            INSERT INTO public.credit_packages (id, name, credits, price_usd, stripe_price_id)
            SELECT to_char(number, 'FM00'), 'Credits', 10, 5.00, 'price_' || to_char(number, 'FM00')
            FROM generate_series(1, 51) AS number
            """,
            prices: (1...50).map { Price("price_" + ($0 < 10 ? "0\($0)" : "\($0)"), amount: 500) }
        )
        let (_, check) = try ward.check("package_prices")
        #expect(check?.text("verdict") == "ok")
        #expect(
            check?.text("reason")
                == "of the first 50 packages each active package with a Stripe price costs what Stripe says"
        )
        #expect(ward.pricesAsked.count == 50)
    }
}

extension Ward {
    /// The prices that Stripe was asked for.
    fileprivate var pricesAsked: [String] { stripe.requests.map(\.target).filter { $0.hasPrefix("/v1/prices") } }
}
