import Foundation
import Reconciliation
import Reports

/// Prints the result of a run: for people in a few lines, for machines as the summary.
struct RunPrinter {
    let console: Output
    /// How the period was chosen.
    let choice: PeriodChoice

    /// Prints it.
    func print(_ ended: RunSession.Ended) {
        let (result, folder) = (ended.result, ended.folder)
        if console.format == .json {
            var object =
                (try? JSONSerialization.jsonObject(with: Data(Summary(result).json().utf8))) as? [String: Any] ?? [:]
            object["exit_status"] = ended.status.rawValue
            object["report"] = folder
            object["upload"] = ended.upload
            console.json(object)
            return
        }
        console.line("\(result.status.words)  run \(result.id)")
        console.line(
            "period      \(result.period.since) to \(result.period.cutOff)\(result.applies ? "" : "  (plan only)")"
        )
        printRecords(result.conservation)
        printReads(Summary.Reads(result))
        printTieOut(result.tieOut, daysOf: result.timeZone)
        printFindings(result)
        printCorrections(result, folder: folder)
        for event in result.events where event.code != .invariantBroken { console.line("warning     \(event.summary)") }
        for remark in result.remarks { console.line("BROKEN      \(remark)") }
        console.line("report      \(folder)")
        if let place = ended.upload { console.line("uploaded    \(place)") }
    }

    private func printRecords(_ conservation: Conservation) {
        for kind in RecordKind.allCases {
            guard let fetched = conservation.fetched[kind], fetched > 0 else { continue }
            let excluded = conservation.exclusions(kind).sorted { $0.key < $1.key }
                .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            console.line(
                "records     \(kind.plural): \(fetched) fetched = \(conservation.count(kind, .matched)) matched"
                    + " + \(conservation.count(kind, .found)) found + \(conservation.count(kind, .excluded)) excluded"
                    + (excluded.isEmpty ? "" : " (\(excluded))")
            )
        }
    }

    /// Stripe budgets reads by the month, so a run says what it used.
    private func printReads(_ reads: Summary.Reads) {
        console.line(
            "requests    \(reads.requests.grouped) to Stripe for \(reads.objects.grouped) objects,"
                + " \(reads.perThousandObjects.grouped) per thousand"
        )
    }

    private func printTieOut(_ blocks: [TieOut], daysOf timeZone: String) {
        for block in blocks {
            let figures = { (line: TieOut.Line) in
                "\(Money(minorUnits: line.amountMinor, block.currency)), \(line.credits) credits"
            }
            let line = { (line: TieOut.Line) in "\(line.count) (\(figures(line)))" }
            console.line("tie-out     \(block.currency): paid \(line(block.paid))")
            console.line(
                "            granted by webhook \(line(block.granted)), by Tieout \(line(block.grantedByTieout)),"
                    + " excluded \(block.excluded.count), waiting \(block.waiting.count), found \(block.found.count)"
            )
            console.line("            unreconciled \(line(block.unreconciled))")
            let told = block.rollForward
            let back = told.returned + told.returnedAfterCutOff
            console.line(
                "            opening \(figures(told.opening)) + purchases \(figures(told.purchases))"
                    + " − went back \(figures(back)) = closing \(figures(told.expectedClosing))"
            )
            console.line(
                "            ledger closing \(figures(told.ledgerClosing)), difference \(figures(told.difference)),"
                    + " of which unreconciled \(figures(told.unreconciled))"
            )
            console.line("            moved on \(told.days.count.of("day")) of \(timeZone)")
        }
    }

    /// Open findings by kind, the worst first.
    private func printFindings(_ result: RunResult) {
        let worstFirst = result.findings.open.sorted {
            ($0.value.severity, $1.key.rawValue) > ($1.value.severity, $0.key.rawValue)
        }
        for (kind, open) in worstFirst {
            console.line("open        \(open.count) \(kind.rawValue) (\(open.severity.rawValue))")
        }
    }

    private func printCorrections(_ result: RunResult, folder: String) {
        let allowed = result.plan.allowedGrants
        let credits = { (grants: [Correction]) in grants.reduce(0) { $0 + ($1.credits ?? 0) } }
        if result.applies {
            if let applied = result.applied {
                console.line("approved    the plan of \(applied.plan), by \(applied.approvedBy)")
            } else if !result.plan.approved.isEmpty {
                console.line(
                    "approved    \(result.plan.approved.count.of("correction")), by \(result.plan.approvers.list)"
                )
            }
            let granted = result.grants.map(\.correction)
            let others = result.posted.filter { !$0.correction.action.movesCredits && $0.outcome.isPosted }.count
            console.line("granted     \(granted.count.of("purchase")), \(credits(granted)) credits")
            if !result.takeBacks.isEmpty { printTakeBacks(result.takeBacks) }
            console.line("written     \(others.of("log row")) and statuses")
        } else {
            console.line(
                "would grant \(allowed.count.of("purchase")), \(credits(allowed)) credits; apply with:"
                    + " \(choice.commandToApply(result.period))"
            )
            if !result.plan.approved.isEmpty {
                console.line(
                    "approved    \(result.plan.approved.count.of("correction")), by \(result.plan.approvers.list), for a"
                        + " run with --apply to post"
                )
            }
        }
        if result.applied == nil, result.offersReview {
            console.line("review      \(folder)/plan.json, then: tieout apply \(folder)/plan.json --approved-by NAME")
        }
        printSkipped(result.skipped)
        for reason in HoldReason.allCases {
            let count = result.plan.held.filter { $0.reason == reason }.count
            let freeAt = result.plan.corrections.compactMap { $0.decision == .held(reason) ? $0.freeAt : nil }.min()
            let until = freeAt.map { "; free from \($0) on" } ?? ""
            if count > 0 { console.line("held        \(count): \(reason.sentence)\(until)") }
        }
        for failure in result.failures {
            if case .failed(let sentence) = failure.outcome {
                console.line(
                    "failed      \(failure.correction.action.rawValue) \(failure.correction.stripeID): \(sentence)"
                )
            }
        }
        console.line("waiting     \(result.waiting.of("finding")) for a person")
    }

    private func printTakeBacks(_ takeBacks: [TakenBack]) {
        let taken = takeBacks.reduce(0) { $0 + $1.credits }
        let rest = takeBacks.reduce(0) { $0 + $1.uncollectable }
        console.line(
            "took back   \(taken) credits of \(takeBacks.count.of("sale"))"
                + (rest > 0 ? "; \(rest) could not be taken, the buyers have spent them" : "")
        )
    }

    /// What was approved, or planned a moment ago, and is not as it was: the objects of each reason.
    private func printSkipped(_ skipped: [(correction: Correction, reason: String)]) {
        for (reason, skipped) in Dictionary(grouping: skipped, by: \.reason).sorted(by: { $0.key < $1.key }) {
            let shown = skipped.prefix(Self.mostShown).map(\.correction.stripeID).joined(separator: ", ")
            let rest = skipped.count - Self.mostShown
            console.line(
                "skipped     \(skipped.count): \(reason) (\(shown)\(rest > 0 ? " and \(rest) more" : ""))"
            )
        }
    }

    private static let mostShown = 5
}

extension RunResult {
    /// Whether the plan holds something that a person could approve.
    fileprivate var offersReview: Bool {
        plan.corrections.contains { planned in
            switch planned.decision {
            case .allowed: !applies
            case .held(let reason): reason.mayBeLifted
            }
        }
    }
}
