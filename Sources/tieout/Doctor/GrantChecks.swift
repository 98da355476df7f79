import PostgresLedger

extension LedgerChecks {
    /// The function, who may call it, the guard, and where the rest is sound the trial.
    ///
    /// - Parameter isSound: whether the ledger is sound enough to try a grant.
    func granting(isSound: Bool) async throws -> [Check] {
        guard let granting = ledger.mapping.function, let reading = try await ledger.functionReading() else {
            return [
                .refusePosting(
                    .function,
                    .configuration,
                    "no function that grants is mapped",
                    remedy: "`tieout init` looks for one; write it under ledger.function."
                )
            ]
        }
        let namesakes = try await ledger.exposure(of: granting.name)
        let fitting = reading.candidates.first { $0.problem == nil }?.signature
        let called = namesakes.first { $0.signature == fitting } ?? namesakes.first
        let problems = isSound ? try await ledger.argumentProblems() : []
        let function = Self.check(granting, reading, called, problems)
        var checks = [function]
        if let called {
            var writers: [String] = []
            if let balance = ledger.mapping.tables[.balance] { writers = try await ledger.balanceWriters(balance) }
            checks += FunctionChecks(function: called, namesakes: namesakes, balanceWriters: writers).checks
        }
        let trial = tries && isSound && function.verdict != .refuse ? try await trialGrant(by: granting.name) : nil
        if let facts = try await ledger.guardFacts() { checks.append(Self.check(facts, after: trial?.repetition)) }
        return checks + [trial?.check].compactMap(\.self)
    }

    private static func check(
        _ granting: GrantingFunction,
        _ reading: FunctionReading,
        _ called: FunctionExposure?,
        _ problems: [String]
    ) -> Check {
        if let problem = reading.problem {
            guard problem.isPermission, let called else {
                return .refusePosting(.function, .configuration, problem.sentence, remedy: problem.remedy)
            }
            return .refusePosting(
                .function,
                .noPermission,
                "role \(called.role) may not execute \(called.signature)",
                remedy: "GRANT EXECUTE ON FUNCTION \(called.identity) TO \(called.role);"
            )
        }
        guard problems.isEmpty else {
            return .refusePosting(
                .function,
                .configuration,
                problems.joined(separator: "; "),
                remedy: "Map another source to it under ledger.function.arguments."
            )
        }
        return .ok(.function, "\(called?.signature ?? granting.name.description) is there and may be executed")
    }

    private static func check(_ facts: GuardFacts, after repetition: GrantTrial.Repetition?) -> Check {
        let standing = facts.standing(after: repetition)
        if standing.isInForce { return .ok(.guardIndex, standing.sentence) }
        if facts.index != nil {
            return .warning(
                .guardIndex,
                "\(standing.sentence): a webhook that arrives late can grant a second time",
                remedy: "Have the function write the reference that it is given to \(facts.column), or map the column"
                    + " that it writes it to."
            )
        }
        if facts.insufficient != nil, facts.duplicates.isEmpty {
            return .warning(
                .guardIndex,
                "\(standing.sentence), and a webhook that arrives late can grant those a second time",
                remedy: "Run: tieout migrate --guard (--print shows the SQL)."
            )
        }
        guard !facts.duplicates.isEmpty else {
            return .warning(
                .guardIndex,
                "\(facts.table) has no unique index on \(facts.column):"
                    + " a webhook that arrives late can grant a second time",
                remedy: "Run: tieout migrate --guard (--print shows the SQL)."
            )
        }
        let duplicates = facts.duplicates.map { "\($0.reference) (\($0.movements) times)" }
        return .warning(
            .guardIndex,
            "\(facts.table) has no unique index on \(facts.column), and references that were granted more than once"
                + " are in its way: \(duplicates.list)",
            remedy: "Run: tieout migrate --guard. It makes one for rows from today on (--print shows the SQL)."
        )
    }

    private func trialGrant(
        by function: FunctionName
    ) async throws -> (check: Check, repetition: GrantTrial.Repetition?) {
        do throws(PostgresError) {
            let trial = try await ledger.tryGrant()
            return (Self.check(trial, of: function), trial?.repetition)
        } catch {
            guard case .server(let refusal) = error else { throw error }
            return (Self.check(refusal, of: function), nil)
        }
    }

    private static func check(_ trial: GrantTrial?, of function: FunctionName) -> Check {
        guard let trial else { return .ok(.trialGrant, "not tried: there is no buyer yet to try it on") }
        guard let deviation = trial.deviation else {
            return .ok(.trialGrant, "one credit, given and rolled back, did what a grant does and nothing else")
        }
        return .refusePosting(
            .trialGrant,
            .configuration,
            "\(function.name) does something else than to grant: \(deviation)",
            remedy: "Mend the function, or map another one."
        )
    }

    private static func check(_ refusal: ServerError, of function: FunctionName) -> Check {
        guard !refusal.sqlState.isTransient else {
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

extension ServerError {
    /// The message and the line of the function that it comes from: `column "balance" does not exist, line 7`.
    var inTheFunctionsWords: String {
        guard let context, let line = context.firstMatch(of: /function .* line (\d+)/) else { return message }
        return "\(message), line \(line.output.1)"
    }
}
