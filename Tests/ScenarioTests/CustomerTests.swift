import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// A customer's own metadata may name the buyer: read where nothing else does, or always if that is configured.
@Suite struct CustomerTests {
    private static var nameless: JSON {
        var metadata = Books.metadata()
        metadata["user_id"] = nil
        return metadata
    }

    /// A paid sale that names nobody, of a customer with that metadata.
    private static func sell(_ books: Books, _ customer: JSON, isDeleted: Bool = false) throws {
        let sale = try books.sell("A", metadata: nameless, entries: .payment)
        books.stripe {
            $0.checkoutSessions[sale.session].customer = "cus_anna"
            var anna = Customer("cus_anna", email: "anna@example.com", at: Books.noon - 90 * 86_400, metadata: customer)
            anna.isDeleted = isDeleted
            $0.customers.append(anna)
        }
    }

    @Test func whereNothingElseNamesABuyerTheCustomerDoes() async throws {
        let books = try await Books.open()
        try Self.sell(books, ["userId": .string(Books.anna.uppercased())])
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.findings.first?.detail["customer_user_id"] == Books.anna)
        #expect(night.conservation.fetched[.customer] == 1)
        #expect(night.conservation.count(.customer, .matched) == 1)
        #expect(night.breaks == [])
    }

    @Test(arguments: ["names nobody", "deleted", "unknown"])
    func aCustomerWhoNamesNobodyLeavesTheSaleWithoutABuyer(_ state: String) async throws {
        let books = try await Books.open()
        try Self.sell(books, state == "deleted" ? ["user_id": .string(Books.anna)] : [:], isDeleted: state == "deleted")
        if state == "unknown" { books.stripe { $0.customers.remove("cus_anna") } }
        let night = try await books.night(applies: true)
        #expect(night.found == ["unattributable_payment cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        let reason = state == "deleted" ? "deleted" : "names_no_buyer"
        #expect(night.conservation.exclusions(.customer) == (state == "unknown" ? [:] : [reason: 1]))
    }

    /// Each is a request at Stripe, so nobody is read who is not needed.
    @Test func aCustomerIsNotReadWhereTheBuyerIsNamed() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        let other = try books.sell("book", metadata: ["type": "book"], entries: .payment)
        books.stripe {
            for session in [sale.session, other.session] { $0.checkoutSessions[session].customer = "cus_boris" }
            $0.customers.append(
                Customer("cus_boris", email: nil, at: Books.noon, metadata: ["user_id": .string(Books.boris)])
            )
        }
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.conservation.fetched[.customer] == 0)
    }

    /// Configured to be read always, it is heard beside the others, and all that speak must agree.
    @Test func aCustomerWhoNamesAnotherBuyerIsABuyerMismatch() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe {
            $0.checkoutSessions[sale.session].customer = "cus_boris"
            $0.customers.append(
                Customer("cus_boris", email: nil, at: Books.noon, metadata: ["user_id": .string(Books.boris)])
            )
        }
        var keys = MetadataKeys()
        keys.customers = .always
        let night = try await books.night(applies: true, keys: keys)
        #expect(night.found == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.posted == [])
        let detail = try #require(night.findings.first?.detail)
        #expect(detail["checkout_user_id"] == Books.anna)
        #expect(detail["metadata_user_id"] == Books.anna)
        #expect(detail["customer_user_id"] == Books.boris)
    }

    @Test func configuredNeverNobodyIsRead() async throws {
        let books = try await Books.open()
        try Self.sell(books, ["user_id": .string(Books.anna)])
        var keys = MetadataKeys()
        keys.customers = .never
        let night = try await books.night(applies: true, keys: keys)
        #expect(night.findings.map(\.kind) == [.unattributablePayment])
        #expect(night.conservation.fetched[.customer] == 0)
    }
}
