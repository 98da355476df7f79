import PostgresLedger

extension LedgerChecks {
    /// The function, who may call it, the guard, and where the rest is sound the trial.
    ///
    /// - Parameter tries: whether the ledger is sound enough to try a grant.
    func granting(tries: Bool) async throws -> [Check] {
        guard let granting = ledger.mapping.function else {
            return [
                .refusePosting(
                    .function,
                    .configuration,
                    "no function that grants is mapped",
                    remedy: "`tieout init` looks for one; write it under ledger.function."
                )
            ]
        }
        let namesakes = try await ledger.exposure(of: granting)
        let (function, called) = Self.check(granting, namesakes)
        var checks = [function]
        if let called {
            var writers: [String] = []
            if let balance = ledger.mapping.tables[.balance] { writers = try await ledger.balanceWriters(balance) }
            checks += FunctionChecks(function: called, namesakes: namesakes, balanceWriters: writers).checks
        }
        if let facts = try await ledger.guardFacts() { checks.append(guardCheck(facts)) }
        guard tries, function.verdict != .refuse else { return checks }
        let problems = try await problems()
        checks += problems.isEmpty ? [try await trialGrant(by: granting.name)] : problems
        return checks
    }

    /// What keeps the function from being called as the mapping says, and arguments that cannot take their values.
    private func problems() async throws -> [Check] {
        if let problem = try await ledger.functionReading()?.problem {
            let status: ExitStatus = problem.isPermission ? .noPermission : .configuration
            return [.refusePosting(.trialGrant, status, "not tried: \(problem.sentence)", remedy: problem.remedy)]
        }
        return try await ledger.argumentProblems().map { problem in
            .refusePosting(
                .trialGrant,
                .configuration,
                "not tried: \(problem)",
                remedy: "Map another source to it under ledger.function.arguments."
            )
        }
    }

    private static func check(
        _ granting: GrantingFunction,
        _ namesakes: [FunctionExposure]
    ) -> (Check, called: FunctionExposure?) {
        guard
            let function = namesakes.first(where: { $0.takesArguments && !$0.isTrigger })
                ?? namesakes.first(where: { !$0.isTrigger })
        else {
            if let trigger = namesakes.first {
                return (
                    .refusePosting(
                        .function,
                        .configuration,
                        "\(trigger.signature) is a trigger function, which nothing but its trigger can call",
                        remedy: "Map a function that takes the buyer and the credits; `tieout init` looks for one."
                    ),
                    nil
                )
            }
            return (
                .refusePosting(
                    .function,
                    .configuration,
                    "there is no function \(granting.name)",
                    remedy: "`tieout init` looks for the one that grants here.",
                    "For the reference ledger `tieout migrate --ledger` creates it."
                ),
                nil
            )
        }
        guard function.takesArguments else {
            return (
                .refusePosting(
                    .function,
                    .configuration,
                    "no \(granting.name) takes \(granting.arguments.map(\.name).list); there is"
                        + " \(namesakes.map(\.signature).list)",
                    remedy: "`tieout init` prints the arguments that fit."
                ),
                function
            )
        }
        guard function.isCallable else {
            return (
                .refusePosting(
                    .function,
                    .noPermission,
                    "role \(function.role) may not execute \(function.signature)",
                    remedy: "GRANT EXECUTE ON FUNCTION \(function.identity) TO \(function.role);"
                ),
                function
            )
        }
        return (.ok(.function, "\(function.signature) is there and may be executed"), function)
    }

    private func guardCheck(_ facts: GuardFacts) -> Check {
        if let index = facts.index {
            return .ok(.guardIndex, "unique index \(index) lets no reference be granted twice")
        }
        var condition = "WHERE \(facts.column) IS NOT NULL"
        if let journal = ledger.mapping.tables[.movement], let type = journal.columns["type"] {
            condition = "WHERE \(type) = '\(journal.word(for: "purchase", in: "type"))'"
        }
        let index =
            "CREATE UNIQUE INDEX CONCURRENTLY tieout_granted_once ON \(facts.table) (\(facts.column)) \(condition)"
        guard !facts.duplicates.isEmpty else {
            return .warning(
                .guardIndex,
                "\(facts.table) has no unique index on \(facts.column):"
                    + " a webhook that arrives late can grant a second time",
                remedy: "\(index);"
            )
        }
        let duplicates = facts.duplicates.map { "\($0.reference) (\($0.movements) times)" }
        let date = ledger.mapping.tables[.movement]?.columns["created_at"] ?? "created_at"
        return .warning(
            .guardIndex,
            "\(facts.table) has no unique index on \(facts.column), and references that were granted more than once"
                + " are in its way: \(duplicates.list)",
            remedy: "For rows from today on: \(index) AND \(date) >= current_date;"
        )
    }

    private func trialGrant(by function: FunctionName) async throws -> Check {
        do throws(PostgresError) {
            guard let deviation = try await ledger.tryGrant() else {
                return .ok(.trialGrant, "one credit, given and rolled back, did what a grant does and nothing else")
            }
            return .refusePosting(
                .trialGrant,
                .configuration,
                "\(function.name) does something else than to grant: \(deviation)",
                remedy: "Mend the function, or map another one."
            )
        } catch {
            guard case .server(let refusal) = error else { throw error }
            if refusal.sqlState.isTransient {
                return .warning(
                    .trialGrant,
                    "not tried: \(refusal.message)",
                    remedy: "Somebody else holds the balance of the buyer it is tried on; run doctor again."
                )
            }
            let status: ExitStatus = refusal.sqlState == .insufficientPrivilege ? .noPermission : .configuration
            return .refusePosting(
                .trialGrant,
                status,
                "\(function.name) cannot run: \(refusal.inTheFunctionsWords)",
                remedy: "Mend the function; nothing was kept of the trial."
            )
        }
    }
}

extension ServerError {
    /// The message and the line of the function that it comes from: `column "balance" does not exist, line 7`.
    var inTheFunctionsWords: String {
        guard let context, let line = context.firstMatch(of: /function .* line (\d+)/) else { return message }
        return "\(message), line \(line.output.1)"
    }
}
