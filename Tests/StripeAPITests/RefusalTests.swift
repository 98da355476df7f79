import HTTPTransport
import Reconciliation
import StripeSimulator
import Testing

@testable import StripeAPI

/// What Stripe refuses, and what is made of it: one kind of error, one sentence, and never the key.
@Suite struct RefusalTests {
    @Test func anUnknownKeyIsInvalid() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1), key: "sk_test_canary0123456789")

        let error = try await failure(stripe, .refund)

        guard case .invalidKey(let answer) = error else { return #expect(Bool(false), "\(error)") }
        #expect(answer.status == 401)
        #expect(answer.requestID?.hasPrefix("req_") == true)
        #expect(!"\(error)".contains("canary"))
        #expect(!"\(error)".contains("6789"))
        #expect(stripe.requests.count == 1)
    }

    @Test func aMissingPermissionIsNamed() async throws {
        let key = AccessKey("rk_test_reader", readable: [.charge])
        let stripe = try AccountOnThisMachine(.refunds(1), key: key.value, keys: [key])

        let error = try await failure(stripe, .refund)

        guard case .missingPermission(let permission, _) = error else { return #expect(Bool(false), "\(error)") }
        #expect(permission?.hasPrefix("rak_") == true)
        #expect(await stripe.client.probe(.charge) == .readable)
        guard case .failed(.missingPermission) = await stripe.client.probe(.refund) else {
            return #expect(Bool(false), "the probe read refunds")
        }
    }

    @Test func aWrongParameterIsRefused() async throws {
        let stripe = try AccountOnThisMachine(.refunds(1))

        let error = try await failure(stripe, .refund, [ListFilter("colour", "red")])

        guard case .refused(let answer) = error else { return #expect(Bool(false), "\(error)") }
        #expect(answer.status == 400)
        #expect(answer.code == "parameter_unknown")
        #expect(stripe.requests.count == 1)
    }

    @Test func anObjectOfTheOtherModeStopsEverything() async throws {
        var account = StripeAccount()
        account.addSale("A", of: 2_000, at: 1_700_000_000)
        account.charges["ch_A"].alterations["livemode"] = .value(true)
        let stripe = try AccountOnThisMachine(account)

        let error = try await failure(stripe, .charge)

        #expect(error == .wrongMode("charge", id: "ch_A", expected: .test))
    }

    @Test func aFieldOfAnotherTypeIsNamedWithItsObjectAndRequest() async throws {
        var account = StripeAccount()
        account.addSale("A", of: 2_000, at: 1_700_000_000)
        account.addSale("B", of: 2_000, at: 1_700_000_000)
        account.charges["ch_A"].alterations["amount"] = .value("2000")
        let stripe = try AccountOnThisMachine(account)

        let error = try await failure(stripe, .charge)

        let requestID = try #require(stripe.server.requests.first?.requestID)
        #expect(
            error
                == .unusableObject(
                    UnusableObject(
                        kind: "charge",
                        id: "ch_A",
                        field: "amount",
                        reason: "a field is no number",
                        requestID: requestID
                    )
                )
        )
        #expect(stripe.requests.count == 1)
    }

    @Test func anObjectIsReadByItsID() async throws {
        var account = StripeAccount()
        let sale = account.addSale("A", of: 2_000, at: 1_700_000_000)
        let stripe = try AccountOnThisMachine(account)

        let session = try #require(try await stripe.client.retrieve(.checkoutSession, id: sale.session))

        #expect(session.count == 1)
        #expect(session.id(row: 0) == sale.session)
        #expect(try await stripe.client.retrieve(.charge, id: "ch_unknown") == nil)
    }

    /// A price is read as records are: under the same budget, repeated after the same faults, and counted.
    @Test func aPriceIsReadByItsID() async throws {
        var account = StripeAccount()
        account.prices.append(StripeSimulator.Price("price_yen", amount: 500, currency: "jpy"))
        let stripe = try AccountOnThisMachine(account) { $0.number == 1 ? .status(500) : nil }

        let price = try #require(try await stripe.client.price(id: "price_yen"))

        #expect(price.unitAmount == 500)
        #expect(price.currency == .jpy)
        #expect(price.isActive && !price.isRecurring)
        #expect(try await stripe.client.price(id: "price_unknown") == nil)
        #expect(
            stripe.client.usage.requests == [
                .init(endpoint: "prices", status: 500): 1, .init(endpoint: "prices", status: 200): 1,
                .init(endpoint: "prices", status: 404): 1,
            ]
        )
    }

    @Test func aPriceOfTheOtherModeIsNotUsed() async throws {
        var account = StripeAccount()
        account.prices.append(StripeSimulator.Price("price_A", amount: 500))
        account.prices["price_A"].alterations["livemode"] = .value(true)
        let stripe = try AccountOnThisMachine(account)

        await #expect(throws: StripeError.wrongMode("price", id: "price_A", expected: .test)) {
            try await stripe.client.price(id: "price_A")
        }
    }

    @Test(arguments: [
        "", "../charges", "ch_1?limit=1", "ch 1", "ch_1/refund", "ch_%31", String(repeating: "x", count: 256),
    ])
    func whatIsNoIDIsNeverSent(id: String) async throws {
        let stripe = try AccountOnThisMachine(.refunds(1))

        let error = await #expect(throws: StripeError.self) { try await stripe.client.retrieve(.charge, id: id) }

        guard case .invalidRequest = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(stripe.requests.isEmpty)
    }

    @Test func whatWasAskedIsCounted() async throws {
        let stripe = try AccountOnThisMachine(.refunds(250)) { $0.number == 2 ? .status(500) : nil }
        _ = try await stripe.ids(.refund)
        _ = try await stripe.client.retrieve(.charge, id: "ch_1")

        let usage = stripe.client.usage

        #expect(
            usage.requests == [
                .init(endpoint: "refunds", status: 200): 3, .init(endpoint: "refunds", status: 500): 1,
                .init(endpoint: "charges", status: 404): 1,
            ]
        )
        #expect(usage.repetitions == 1)
        #expect(usage.total == 5)
        #expect(usage.bytes > 250 * 100)
        #expect(usage.clockSkew != nil)
    }

    private func failure(
        _ stripe: AccountOnThisMachine,
        _ kind: RecordKind,
        _ filters: [ListFilter] = []
    ) async throws -> StripeError {
        let error = await #expect(throws: StripeError.self) {
            try await stripe.client.list(kind, filters: filters) { _ in }
        }
        return try #require(error)
    }
}
