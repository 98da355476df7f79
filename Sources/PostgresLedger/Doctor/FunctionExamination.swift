import Reconciliation

/// What the granting function would do, looked at before anything is written.
extension PostgresLedger {
    /// The granting function as the catalog has it now, read against the mapped arguments; nil where none is mapped.
    ///
    /// - Throws: ``PostgresError``.
    public func functionReading() throws(PostgresError) -> FunctionReading? {
        guard let function = mapping.function else { return nil }
        return try connection.reading(of: function.name, passing: function.arguments.map(\.name))
    }

    /// The arguments whose types cannot take the values that are mapped to them, a sentence each.
    ///
    /// Each value is made as for a grant and given to the server to be read as the argument's type; nothing is called.
    ///
    /// - Throws: ``PostgresError``.
    public func argumentProblems() throws(PostgresError) -> [String] {
        guard let function = mapping.function, let reading = try functionReading() else { return [] }
        let values = GrantValues(trial: try trialFacts(), mapping: mapping)
        var problems: [String] = []
        for (argument, passed) in zip(function.arguments, reading.arguments) {
            guard let value = values.value(of: argument.source, newBalance: "1") else { continue }
            do throws(PostgresError) {
                try connection.query(passed.cast, [.text(value)])
            } catch {
                guard case .server(let refusal) = error else { throw error }
                problems.append(
                    "\(passed.name) of \(function.name) is of type \(passed.type), which cannot take "
                        + "\(argument.source.word ?? "the literal"): \(refusal.message)"
                )
            }
        }
        return problems
    }

    /// Grants one credit in a transaction that is rolled back, with all that posting does and checks, and says how what
    /// happened differs from exactly one credit for the right buyer, and what became of the same grant made once more.
    ///
    /// - Returns: nil when there is no buyer yet to try it on.
    /// - Throws: ``PostgresError`` when the function raises.
    public func tryGrant() throws(PostgresError) -> GrantTrial? {
        guard let correction = try trialFacts().correction else { return nil }
        let run = RunID(startedAt: try databaseNow(), command: "doctor", suffix: 0)
        var posting = GrantPosting(
            connection: try connection,
            ledger: try LedgerReading(connection, mapping),
            correction: correction,
            context: PostingContext(run: run, protection: nil)
        )
        posting.isTrial = true
        let attempt = try posting.attempt()
        switch attempt.end.outcome {
        case .posted: return GrantTrial(repetition: attempt.repetition)
        case .failed(let sentence), .changed(let sentence): return GrantTrial(deviation: sentence)
        case .alreadyPosted: return GrantTrial(deviation: "a trial was posted before")
        }
    }

    private func trialFacts() throws(PostgresError) -> TrialFacts {
        let buyers = try connection.query(.doctorAnyBuyer)
        let package = try connection.query("SELECT min(package_id) AS package_id FROM tieout.ledger_package")[0]
        let user = buyers.isEmpty ? nil : try buyers[0].text("user_id")
        return TrialFacts(
            // As the rules name a buyer.
            user: mapping.userIDType == .email ? user?.lowercased() : user,
            package: try package.optionalText("package_id")
        )
    }
}

/// A buyer and a package to try a grant with.
struct TrialFacts {
    /// Stripe's ids that only a staged sale has.
    static let invoice = "in_tieout_trial"
    static let event = "evt_tieout_trial"

    let user: String?
    let package: String?
    /// The session that is granted.
    var session = "cs_test_tieout_trial"

    /// A grant of one credit to the buyer; nil where there is none.
    var correction: Correction? {
        let detail = ["payment_intent": "pi_tieout_trial", "charge": "ch_tieout_trial", "customer": "cus_tieout_trial"]
        return Correction(
            of: Finding(
                kind: .missedPurchase,
                severity: .info,
                fingerprint: "doctor",
                stripeID: session,
                userID: user,
                currency: .usd,
                expectedMinor: 100,
                credits: 1,
                occurredAt: Instant(secondsSinceEpoch: 0),
                detail: detail.merging(package.map { ["package_id": $0] } ?? [:]) { $1 }
            )
        )
    }

    /// Grants to nobody in particular, of a test and of a live session: what a guard has to hold for.
    static func examples(_ mapping: LedgerMapping) -> [Correction] {
        ["cs_test_tieout_trial", "cs_live_tieout_trial"].compactMap { session in
            TrialFacts(user: exampleBuyer(mapping), package: nil, session: session).correction
        }
    }

    /// What looks like a buyer.
    static func exampleBuyer(_ mapping: LedgerMapping) -> String {
        switch mapping.userIDType {
        case .uuid: "00000000-0000-4000-8000-000000000000"
        case .text, .bigint: "1"
        case .email: "buyer@example.com"
        }
    }
}

extension GrantValues {
    /// The values of a trial; where there is no buyer, one that looks like a buyer.
    fileprivate init(trial facts: TrialFacts, mapping: LedgerMapping) {
        let user = facts.user ?? TrialFacts.exampleBuyer(mapping)
        guard let correction = TrialFacts(user: user, package: facts.package).correction else {
            preconditionFailure("a trial grant that is no grant")
        }
        self.init(
            correction: correction,
            mapping: mapping,
            run: RunID(startedAt: Instant(secondsSinceEpoch: 0), command: "doctor", suffix: 0),
            buyer: (user, "buyer@example.com"),
            invoice: TrialFacts.invoice,
            event: TrialFacts.event
        )
    }
}

extension Statement {
    fileprivate static let doctorAnyBuyer = Statement(
        "doctor_any_buyer",
        embedded: PackageResources.doctor_any_buyer_sql
    )
}
