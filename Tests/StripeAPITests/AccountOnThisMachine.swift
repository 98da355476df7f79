import HTTPTransport
import Reconciliation
import StripeSimulator

@testable import StripeAPI

/// A simulated account and a client of it.
struct AccountOnThisMachine {
    let server: Server
    let clock = ScriptedClock()
    let client: StripeClient

    init(
        _ account: StripeAccount,
        key: String = "sk_test_tieout",
        keys: [AccessKey]? = nil,
        rates: RequestRates = .unlimited,
        pageLimit: Int = 100,
        stallTimeout: Duration = .seconds(30),
        fault: (@Sendable (RequestDescription) -> Fault?)? = nil
    ) throws {
        server = try Server(account, keys: keys, fault: fault)
        var configuration = try StripeConfiguration(baseURL: server.baseURL, key: Secret(key))
        configuration.rates = rates
        configuration.pageLimit = pageLimit
        configuration.transport.stallTimeout = stallTimeout
        // The longest pause each time, so that pauses are known.
        client = StripeClient(configuration, clock: clock, chance: { 1 })
    }

    /// The ids of a whole list, as they were delivered.
    func ids(
        _ kind: RecordKind,
        created: Range<Int64>? = nil,
        filters: [ListFilter] = []
    ) async throws -> [String] {
        var ids: [String] = []
        let span = created.map {
            Instant(secondsSinceEpoch: $0.lowerBound)..<Instant(secondsSinceEpoch: $0.upperBound)
        }
        try await client.list(kind, created: span, filters: filters) { page in
            ids += (0..<page.count).map(page.id)
        }
        return ids
    }

    /// What was asked so far, without the address.
    var requests: [String] { server.requests.map { $0.target.replacing("%5B", with: "[").replacing("%5D", with: "]") } }
}

extension StripeAccount {
    /// An account with that many refunds, three in each second: `re_0` is the oldest.
    static func refunds(_ count: Int) -> StripeAccount {
        var account = StripeAccount()
        for number in 0..<count { account.addRefund(number) }
        return account
    }

    /// One refund more.
    mutating func addRefund(_ number: Int) {
        refunds.append(
            Refund("re_\(number)", of: "ch_1", paymentIntent: nil, amount: 100, at: 1_700_000_000 + Int64(number / 3))
        )
    }
}
