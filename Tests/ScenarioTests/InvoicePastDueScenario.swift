import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// An invoice is open although it is due.
@Suite struct InvoicePastDueScenario {
    @Test func isFoundUntilItIsPaid() async throws {
        let books = try await Books.open()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            invoice.attemptCount = 2
            $0.invoices.append(invoice)
        }
        let night = try await books.night(applies: true)
        #expect(night.found == ["invoice_past_due in_A: expected 1500 usd, recorded 0"])
        #expect(night.findings.map(\.severity) == [.info])
        #expect(night.posted == [])

        // Months later it is looked at again, because it is still open.
        let later = try books.later(by: 60 * 86_400)
        #expect(try await later.night().found == ["invoice_past_due in_A: expected 1500 usd, recorded 0"])
        books.stripe { $0.invoices["in_A"].status = "void" }
        #expect(try await later.night().found == [])
    }

    @Test func aDueDateThatPassedIsFound() async throws {
        let books = try await Books.open()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            invoice.dueDate = Books.noon + 86_400
            $0.invoices.append(invoice)
        }
        #expect(try await books.night().found == ["invoice_past_due in_A: expected 1500 usd, recorded 0"])
    }

    @Test(arguments: ["draft", "void", "uncollectible", "open"])
    func nearMissesAreSilent(_ status: String) async throws {
        let books = try await Books.open()
        books.stripe {
            var invoice = Invoice("in_A", amount: 1_500, at: Books.noon)
            invoice.finalize(at: Books.noon + 3_600)
            invoice.status = status
            // After the cut-off; the others had an attempt before they ended.
            if status == "open" { invoice.dueDate = Books.noon + 30 * 86_400 } else { invoice.attemptCount = 1 }
            $0.invoices.append(invoice)
        }
        #expect(try await books.night().found == [])
    }
}
