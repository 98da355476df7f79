import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Every source that names a buyer or a number of credits is heard, and all that speak must agree.
@Suite struct WhoAndHowManyTests {
    /// The page's own reference is the buyer's id, and nothing else names one.
    @Test func theClientReferenceNamesABuyer() async throws {
        let books = try await Books.open()
        let metadata: JSON = ["type": "credit_purchase", "package_id": "creative", "credits": "50"]
        let sale = try books.sell("A", metadata: metadata, entries: .payment)
        books.stripe { $0.checkoutSessions[sale.session].clientReferenceID = Books.anna.uppercased() }
        let night = try await books.night(applies: true)
        #expect(night.granted == ["cs_test_A 50"])
        #expect(night.findings.first?.detail["client_reference_user_id"] == Books.anna)
    }

    @Test func aClientReferenceToAnotherBuyerIsABuyerMismatch() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { $0.checkoutSessions[sale.session].clientReferenceID = Books.boris }
        let night = try await books.night(applies: true)
        #expect(night.found == ["buyer_mismatch cs_test_A: 50 credits, expected 2000 usd, recorded 0"])
        #expect(night.posted == [])
    }

    /// An order number is the integration's own business.
    @Test func aClientReferenceThatIsNoBuyerSaysNothing() async throws {
        let books = try await Books.open()
        let sale = try books.sell("A", entries: .ungranted)
        books.stripe { $0.checkoutSessions[sale.session].clientReferenceID = "order 4711" }
        #expect(try await books.night(applies: true).granted == ["cs_test_A 50"])
    }

    @Test func anApplicationMayCallItsMetadataOtherwise() async throws {
        let books = try await Books.open()
        let metadata: JSON = [
            "kind": "coins", "member": .string(Books.anna), "bundle": "creative", "coins": "50",
        ]
        try books.sell("A", metadata: metadata, entries: .payment)
        #expect(try await books.night().conservation.exclusions(.checkoutSession) == ["other_product": 1])

        var keys = MetadataKeys()
        keys.userID.append("member")
        keys.credits.append("coins")
        keys.packageID.append("bundle")
        keys.type = ["kind"]
        keys.typeValues = ["tokens", "coins"]
        #expect(try await books.night(applies: true, keys: keys).granted == ["cs_test_A 50"])
    }
}
