import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Money came in through neither a checkout session nor an invoice.
@Suite struct OrphanChargeScenario {
    @Test func isFoundAndGoneWhenItHasASession() async throws {
        let books = try await Books.open()
        books.stripe { $0.charges.append(Charge("ch_A", amount: 900, at: Books.noon, paymentIntent: "pi_A")) }
        let night = try await books.night(applies: true)
        #expect(night.found == ["orphan_charge ch_A: expected 900 usd, recorded 0"])
        #expect(night.posted == [])

        books.stripe {
            $0.checkoutSessions.append(.paid("cs_test_A", amount: 900, at: Books.noon, paymentIntent: "pi_A"))
        }
        #expect(try await books.night().found == [])
    }

    @Test func aChargeWithoutAPaymentIntentIsFound() async throws {
        let books = try await Books.open()
        books.stripe { $0.charges.append(Charge("ch_A", amount: 900, at: Books.noon)) }
        #expect(try await books.night().found == ["orphan_charge ch_A: expected 900 usd, recorded 0"])
    }

    @Test func nearMissesAreSilent() async throws {
        let books = try await Books.open()
        books.stripe { account in
            // The session lies before the listed time.
            account.charges.append(Charge("ch_old", amount: 900, at: Books.noon, paymentIntent: "pi_old"))
            account.checkoutSessions.append(
                .paid("cs_test_old", amount: 900, at: Books.noon - 8 * 86_400, paymentIntent: "pi_old")
            )
            // So does the invoice.
            account.charges.append(Charge("ch_bill", amount: 900, at: Books.noon, paymentIntent: "pi_bill"))
            account.invoicePayments.append(
                InvoicePayment("inpay_1", of: "in_old", by: "pi_bill", amount: 900, at: Books.noon)
            )
            // Reserved, not taken; and not yet through.
            var reserved = Charge("ch_reserved", amount: 900, at: Books.noon, paymentIntent: "pi_reserved")
            reserved.captured = false
            reserved.amountCaptured = 0
            account.charges.append(reserved)
            var pending = Charge("ch_pending", amount: 900, at: Books.noon, paymentIntent: "pi_pending")
            pending.status = "pending"
            account.charges.append(pending)
        }
        let night = try await books.night()
        #expect(night.found == [])
        #expect(night.conservation.exclusions(.charge) == ["other_product": 1, "uncaptured": 1, "pending": 1])
    }
}
