import StripeSimulator
import TestSupport
import Testing

/// Keys that Stripe, or Tieout, does not accept. One grant is due; none is made.
@Suite struct BadKeyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let key: String?
        let status: Int32
        /// What the sentence must say.
        let says: [String]
    }

    static let cases = [
        Case(testDescription: "no key", key: nil, status: 78, says: ["there is no Stripe key", "STRIPE_SECRET_KEY"]),
        Case(testDescription: "an empty key", key: "", status: 78, says: ["there is no Stripe key"]),
        Case(testDescription: "a publishable key", key: "pk_test_tieout", status: 78, says: ["publishable"]),
        Case(testDescription: "something else", key: "whsec_0123456789", status: 78, says: ["sk_ or rk_"]),
        Case(
            testDescription: "an unknown key",
            key: "sk_test_revoked7890",
            status: 78,
            says: ["does not accept the key", "STRIPE_SECRET_KEY"]
        ),
        Case(
            testDescription: "a key that may not read disputes",
            key: "rk_test_nodisputes",
            status: 77,
            says: ["rak_dispute_read", "Dashboard"]
        ),
        Case(
            testDescription: "a live key for a ledger of test sessions",
            key: "sk_live_tieout",
            status: 78,
            says: ["live"]
        ),
    ]

    @Test(arguments: cases)
    func nothingIsWritten(_ wrong: Case) async throws {
        let readable = Set(ObjectKind.allCases).subtracting([.dispute])
        let night = try await OneMissedSale(keys: [
            .standard(livemode: false), AccessKey("rk_test_nodisputes", readable: readable),
        ])
        let before = try Books(of: night.database)
        let program = night.program.with(["STRIPE_SECRET_KEY": wrong.key])

        let ending = try program.run(night.applied)
        #expect(ending.status == wrong.status)
        #expect(ending.output == "")
        for words in wrong.says { #expect(ending.notes.contains(words), "\(ending.notes)") }
        try expectSecret(wrong.key, isNotIn: ending)
        #expect(try Books(of: night.database) == before)

        let object = try program.run(night.applied + ["--output", "json"]).json()
        #expect(object.number("exit_status") == Int(wrong.status))
        #expect(object.text("error")?.contains(wrong.says[0]) == true)

        let doctor = try program.run("doctor")
        #expect(doctor.status == wrong.status)
        #expect(doctor.output.contains("REFUSE"))
        try expectSecret(wrong.key, isNotIn: doctor)
    }

    @Test func aTestKeyNeverMeetsALiveLedger() async throws {
        let night = try await OneMissedSale()
        try night.database.connect().execute(
            script: "UPDATE public.checkout_sessions SET stripe_session_id = 'cs_live_A'"
        )
        let before = try Books(of: night.database)
        let ending = try night.program.run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains("the Stripe key is a test key"))
        #expect(ending.notes.contains("1 live and 0 test sessions"))
        #expect(try Books(of: night.database) == before)
    }

    @Test func aLiveKeyNeverMeetsATestLedger() async throws {
        let night = try await OneMissedSale()
        let live = try Server(StripeAccount(livemode: true))
        let before = try Books(of: night.database)
        let ending = try night.program
            .with(["STRIPE_SECRET_KEY": "sk_live_tieout", "STRIPE_API_BASE": live.baseURL])
            .run(night.applied)
        #expect(ending.status == 78)
        #expect(ending.notes.contains("the Stripe key is a live key"))
        #expect(ending.notes.contains("0 live and 1 test sessions"))
        #expect(try Books(of: night.database) == before)
    }

    @Test func aKeyFromAFileIsReadAndNeverShown() async throws {
        let night = try await OneMissedSale()
        let path = try night.program.folder.write("sk_test_tieout\n", to: "key")
        let program = night.program.with(["STRIPE_SECRET_KEY": nil, "STRIPE_SECRET_KEY_FILE": path])
        #expect(try program.run("doctor").status == 0)
        let both = try program.with(["STRIPE_SECRET_KEY": "sk_test_tieout"]).run("doctor")
        #expect(both.status == 78)
        #expect(both.notes.contains("STRIPE_SECRET_KEY and STRIPE_SECRET_KEY_FILE are both set"))
    }

    private func expectSecret(_ key: String?, isNotIn ending: Ending) throws {
        guard let secret = key?.split(separator: "_").last, secret != "tieout" else { return }
        #expect(!(ending.output + ending.notes).contains(secret))
    }
}
