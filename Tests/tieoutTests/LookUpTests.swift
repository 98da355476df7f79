import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// What no list of the period holds is read by id, several at once: here the ledger's last days speak of thirty sales of
/// the month before and of ten that Stripe does not know. Whatever goes wrong meanwhile, the same is staged, or the run
/// says that it is incomplete.
@Suite struct LookUpTests {
    private let night: OneMissedSale
    private let arguments: [String]

    init() async throws {
        night = try await OneMissedSale()
        arguments = ["run", "--since", night.instant(daysAgo: 7)]
        let (now, account) = (night.now, night.stripe.account)
        account.update { account in
            for number in 0..<30 { account.addSale("old_\(number)", of: 2000, at: now - 40 * 86_400) }
        }
        try night.database.connect().query(Self.movements, [.text(OneMissedSale.buyer)])
    }

    private static let movements: Statement = """
        INSERT INTO public.credit_transactions (
            user_id, type, amount, balance_before, balance_after, description, reference_id, created_at
        )
        SELECT $1::uuid, 'purchase', 50, 0, 50, 'Credit purchase', 'cs_test_old_' || number, now() - interval '1 day'
        FROM generate_series(0, 39) AS number
        """

    static let faults = [
        ["503:7%"], ["truncated=300:9%"], ["empty:5%", "html:5%"], ["rate-limited:10%"], ["reset=200:8%"],
        ["wrong-length=40:5%", "deep:5%"],
    ]

    @Test(arguments: faults) func whatFailsAndPassesLeavesTheSameStage(specifications: [String]) async throws {
        // What the first run leaves open is looked up by the second.
        _ = try run(over: nil)
        let undisturbed = try run(over: nil)
        let staged = try stagedByID()
        #expect(staged.values.count { $0 } > 30 && staged.values.count { !$0 } >= 10, "\(staged)")

        let schedule = try FaultSchedule(specifications, seed: 5)
        let disturbed = try run { request in Self.isLookUp(request) ? schedule.fault(for: request) : nil }

        #expect(disturbed.status == undisturbed.status, "\(disturbed.notes)")
        #expect(try stagedByID() == staged)
    }

    @Test func aLookUpThatStaysBrokenLeavesTheRunIncomplete() async throws {
        let before = try Books(of: night.database)

        let ending = try run { request in
            Self.isLookUp(request) && request.path.hasPrefix("/v1/checkout/sessions/") ? .truncated(after: 100) : nil
        }

        #expect(ending.status == 69, "\(ending.notes)")
        #expect(ending.notes.contains("/v1/checkout/sessions/"), "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
    }

    @Test(arguments: [0, 1, 15]) func noMoreAreReadThanTheRunMay(budget: Int) async throws {
        let configuration = try night.program.folder.write("look_ups: \(budget)\n", to: "few.yaml")

        let ending = try night.program.run(arguments + ["--config", configuration])

        #expect(ending.status == 2, "\(ending.notes)")
        #expect(try stagedByID().count == budget)
    }

    @Test func aRunThatIsToldToStopMeanwhileStops() async throws {
        let gate = Gate { Self.isLookUp($0) && $0.path.hasPrefix("/v1/checkout/sessions/") }
        let stripe = try server(gate.pass)
        let before = try Books(of: night.database)
        let run = try night.program.with(["STRIPE_API_BASE": stripe.baseURL]).start(arguments)
        try #require(gate.isReached())

        run.send(SIGTERM)
        gate.open()

        let ending = try run.ending()
        #expect(ending.status == 143, "\(ending.notes)")
        #expect(try Books(of: night.database) == before)
        #expect(try self.run(over: nil).status == 2)
    }

    private func server(_ fault: (@Sendable (RequestDescription) -> Fault?)?) throws -> Server {
        var options = Server.Options()
        options.fault = fault
        return try Server(night.stripe.account, options: options)
    }

    /// A run over the account with those faults.
    private func run(over fault: (@Sendable (RequestDescription) -> Fault?)?) throws -> Ending {
        let stripe = try server(fault)
        return try night.program.with(["STRIPE_API_BASE": stripe.baseURL]).run(arguments)
    }

    /// Whether it asks by an id: neither a list of the period nor one of preflight's requests for one object.
    private static func isLookUp(_ request: RequestDescription) -> Bool {
        !request.target.contains("created") && !request.target.hasSuffix("limit=1")
    }

    /// What was looked up, and whether Stripe knew it.
    private func stagedByID() throws -> [String: Bool] {
        let rows = try night.database.connect().query("SELECT stripe_id, is_known FROM tieout.looked_up")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("stripe_id"), try $0.boolean("is_known")) })
    }
}
