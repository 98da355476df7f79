import StripeSimulator

/// Days of plain sales, the same every time.
struct Trade {
    let objects: Int
    /// Half of the sales fall into twelve busy hours; else they are spread evenly.
    let isBursty: Bool
    /// Ten sales a buyer of one package, each with its event; `job/ledger.py` writes the ledger beside it.
    var isJob = false
    /// How many days they are spread over.
    var days: Int64 = 30
    /// How many of the sales have a paid invoice beside them.
    var invoices = 0
    /// Unix seconds; the first instant left out.
    let until: Int64 = 1_763_000_000
    /// Unix seconds.
    var since: Int64 { until - span }

    private var span: Int64 { days * 86_400 }

    /// A live account with these sales: charges alone, or sessions and payment intents as well.
    func account(threeLists: Bool) -> StripeAccount {
        var account = StripeAccount(livemode: true)
        account.charges.reserveCapacity(objects)
        for number in 0..<objects { add(number, to: &account, threeLists: threeLists) }
        return account
    }

    private func add(_ number: Int, to account: inout StripeAccount, threeLists: Bool) {
        let name = Self.name(number)
        let amount = isJob ? 2_000 : Int64(500 + number % 200 * 100)
        let metadata = isJob ? Self.metadata(of: number % max(objects / 10, 1)) : Self.metadata
        let created = since + offset(number)
        var charge = Charge("ch_" + name, amount: amount, at: created, paymentIntent: "pi_" + name)
        charge.customer = "cus_" + name.prefix(14)
        charge.email = "buyer\(number)@example.com"
        charge.metadata = metadata
        account.charges.append(charge)
        guard threeLists else { return }
        var intent = PaymentIntent("pi_" + name, amount: amount, at: created, charge: charge.id)
        intent.metadata = metadata
        account.paymentIntents.append(intent)
        let session = CheckoutSession.paid(
            "cs_live_" + name,
            amount: amount,
            at: created,
            metadata: metadata,
            paymentIntent: intent.id
        )
        account.checkoutSessions.append(session)
        if invoices > 0, number % max(objects / invoices, 1) == 0 {
            var invoice = Invoice("in_" + name, amount: amount, at: created)
            invoice.metadata = metadata
            invoice.pay(at: created, paymentIntent: nil, charge: nil)
            account.invoices.append(invoice)
        }
        guard isJob else { return }
        account.events.append(
            Event("evt_" + name, "checkout.session.completed", at: created, about: .checkoutSession(session))
        )
    }

    /// Seconds after `since`. Multiplying by a large prime scatters neighbours, and repeats exactly.
    private func offset(_ number: Int) -> Int64 {
        let scattered = Int64(number) &* 2_654_435_761 & Int64.max
        guard isBursty, number % 2 == 0 else { return scattered % span }
        let hour = scattered / 7_919 % 12
        return hour * span / 12 + scattered % 3_600
    }

    /// Twenty-four letters and digits, as long as Stripe's ids are.
    private static func name(_ number: Int) -> String {
        let digits = String(number, radix: 36, uppercase: true)
        return "3SBench" + String(repeating: "0", count: 17 - digits.count) + digits
    }

    /// The metadata that names a buyer of that number.
    private static func metadata(of buyer: Int) -> JSON {
        var metadata = metadata
        let digits = String(buyer, radix: 16)
        let zeros = String(repeating: "0", count: 12 - digits.count)
        metadata["user_id"] = .string("00000000-0000-4000-8000-" + zeros + digits)
        return metadata
    }

    /// What applications write on their charges; it brings an object to the size that Stripe's have, 3.5 to 4 kB.
    private static let metadata: JSON = [
        "type": "credit_purchase", "user_id": "0b7e3f0e-6a55-4b53-9a3f-0d1f6f0c7a11", "package_id": "creative",
        "credits": "50", "environment": "production", "order_id": "ord_01JCZ7R3W5Y0V4N2K8Q6T1H9XM",
        "utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "autumn-sale-second-reminder",
        "utm_content": "hero-button", "landing_page": "https://shop.example.com/pricing?plan=creative&ref=newsletter",
        "referrer": "https://mail.example.com/u/0/inbox/FMfcgzQXKWgBqLmTqJwQxVZlRkPpLhXs",
        "user_agent": """
        Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
        Chrome/131.0.0.0 Safari/537.36
        """,
        "cart":
            #"[{"sku":"credits-50","name":"Creative, 50 credits","quantity":1,"price":"20.00","currency":"usd"}]"#,
        "shipping_note": """
        Digital goods: nothing is shipped. The buyer was told on the pricing page that credits do not expire, that \
        they cannot be handed on, and that unused credits are refunded within fourteen days of the purchase.
        """,
        "invoice_footer": """
        Thank you for your purchase. Questions about this payment are answered at billing@shop.example.com; please \
        name the order when you write. Prices include all taxes that apply where you live.
        """,
        "terms_accepted_at": "2025-11-12T09:41:07.000Z", "checkout_locale": "en-US", "experiment": "pricing-page-b",
        "note": "Sold through the pricing page; credits are granted once the payment has been confirmed by webhook.",
    ]
}
