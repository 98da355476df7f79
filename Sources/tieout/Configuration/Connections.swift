import HTTPTransport
import PostgresLedger
import StripeAPI

extension Configuration {
    /// `live` or `test` by Stripe's key, so that a run that fails before it has a result is called like one that has one;
    /// `unknown` without a usable key.
    var environment: String {
        stripeKey.flatMap { try? StripeKey(Secret($0)) }?.mode.rawValue ?? "unknown"
    }

    /// The client of the configured account.
    ///
    /// - Throws: ``Failure`` with status 78 without a usable key or address.
    func stripeClient() throws(Failure) -> StripeClient {
        guard let stripeKey else {
            throw Failure(
                .configuration,
                "there is no Stripe key",
                advice:
                    "Set STRIPE_SECRET_KEY (or STRIPE_SECRET_KEY_FILE); a restricted key that may only read is enough."
            )
        }
        do throws(StripeConfigurationError) {
            var stripe = try StripeConfiguration(baseURL: stripeBase, key: Secret(stripeKey))
            stripe.rates.perEndpoint = ratePerEndpoint
            if let rate { stripe.rates.overall = rate }
            return StripeClient(stripe)
        } catch {
            throw Failure(.configuration, error.description)
        }
    }

    /// The ledger at the configured address; not connected yet.
    ///
    /// - Throws: ``Failure`` with status 78 for an address that cannot be used.
    func ledger() throws(Failure) -> PostgresLedger {
        PostgresLedger(try connectionSettings(), mapping: mapping)
    }

    /// How to connect to the database.
    ///
    /// - Throws: ``Failure`` with status 78 for an address that cannot be used.
    func connectionSettings() throws(Failure) -> ConnectionSettings {
        guard let databaseURL else { return ConnectionSettings() }
        do throws(PostgresError) {
            return try ConnectionSettings(url: databaseURL)
        } catch {
            throw Failure(.configuration, error.description, advice: "Check DATABASE_URL.")
        }
    }

    /// The ledger, connected.
    ///
    /// - Throws: ``Failure`` with status 78, and `PostgresError`.
    func connectedLedger() async throws -> PostgresLedger {
        let ledger = try ledger()
        try await ledger.connect()
        return ledger
    }
}
