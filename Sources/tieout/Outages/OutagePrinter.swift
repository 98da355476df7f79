import Foundation
import Reconciliation
import Reports

/// Prints what a search for outages came to: for people as what to know first, for machines as one object.
struct OutagePrinter {
    let console: Output
    /// The report's time zone.
    let timeZone: String

    /// Prints it, and says with which status the program ends.
    ///
    /// - Parameter ran: how the run itself ended; one that is broken or could not tell stays so.
    func print(_ result: RunResult, ranAs ran: ExitStatus, folder: String) -> ExitStatus {
        guard let found = result.analytics.outages else {
            preconditionFailure("a run that searches for outages has searched")
        }
        let ending = ending(found, ranAs: ran)
        guard console.format == .text else {
            console.json(json(found, result, endingWith: ending, folder: folder))
            return ending
        }
        let count = found.outages.count
        console.line("\(count == 0 ? "NO OUTAGE" : count.of("OUTAGE"))  run \(result.id)")
        console.line("period      \(result.period.since) to \(result.period.cutOff)")
        for line in MissedChart(
            missed: result.analytics.missed,
            width: Terminal.columns(of: STDOUT_FILENO),
            usesUnicode: Terminal.hasUnicode(in: ProcessInfo.processInfo.environment),
            outages: result.outageSlots
        ).lines { console.line(line) }
        for (number, outage) in found.outages.enumerated() {
            console.line()
            printOutage(OutageText(outage: outage, clock: LocalTime(timeZone)), number: number + 1)
        }
        console.line()
        for note in notes(found) { console.line(note) }
        for remark in result.remarks { console.line("BROKEN      \(remark)") }
        console.line("report      \(folder)")
        return ending
    }

    private func printOutage(_ text: OutageText, number: Int) {
        console.line("outage \(number)".padding(toLength: 12, withPad: " ", startingAt: 0) + text.kind)
        console.line("began       \(text.began)")
        console.line("ended       \(text.ended)")
        for (place, line) in text.missed.enumerated() {
            console.line((place == 0 ? "missed      " : "            ") + line)
        }
        for message in text.messages { console.line("message     \(message)") }
        if let fate = text.fate { console.line("buyers      \(fate)") }
        guard text.hasSomethingToMend else { return }
        console.line("mend        \(text.command)")
        console.line("            shows what would be granted; with --apply it is granted")
    }

    /// What is to be known beside the outages.
    private func notes(_ found: Outages) -> [String] {
        var notes: [String] = []
        if found.singles > 0 {
            notes.append(
                "single      \(Int(found.singles).of("purchase")) missed one by one, without an outage: tieout findings"
            )
        }
        if found.isDisabled == true {
            notes.append(
                "DISABLED    every webhook endpoint for \(ArrivalSource.session.eventType) is switched off at Stripe:"
                    + " every sale is missed until it is switched on"
            )
        }
        let waiting = found.undelivered.values.reduce(0, +)
        if waiting > 0 {
            let types = found.undelivered.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4)
                .map { "\($0.value) \($0.key)" }
            notes.append("events      \(Int(waiting).of("event")) undelivered: \(types.joined(separator: ", "))")
        }
        // Somebody who asks for 30 days has all but the minutes that the run took.
        if found.period.since < found.eventsKeptSince - .hour {
            notes.append(
                "events      Stripe keeps events for 30 days: of what lies before \(found.eventsKeptSince)"
                    + " the ledger alone tells"
            )
        }
        return notes + found.remarks.map { "not seen    \($0)" }
    }

    /// With which status the program ends.
    private func ending(_ found: Outages, ranAs ran: ExitStatus) -> ExitStatus {
        switch ran {
        case .tiedOut, .differences: found.waiting > 0 || found.isDisabled == true ? .differences : .tiedOut
        default: ran
        }
    }

    private func json(
        _ found: Outages,
        _ result: RunResult,
        endingWith ending: ExitStatus,
        folder: String
    ) -> [String: Any] {
        var object: [String: Any] = [
            "schema_version": 1, "run_id": result.id.text, "exit_status": ending.rawValue, "report": folder,
            "period": ["since": result.period.since.rfc3339, "cut_off": result.period.cutOff.rfc3339],
            "time_zone": timeZone, "outages": found.outages.map(json), "single_misses": found.singles,
            "waiting": found.waiting, "undelivered_events": found.undelivered,
            "events_kept_since": found.eventsKeptSince.rfc3339, "not_seen": found.remarks,
            "remarks": result.remarks,
        ]
        object["every_endpoint_disabled"] = found.isDisabled
        return object
    }

    private func json(_ outage: Outage) -> [String: Any] {
        let text = OutageText(outage: outage, clock: LocalTime(timeZone))
        let edge = { (edge: Outage.Edge) -> [String: Any] in
            [
                "from": edge.from.rfc3339, "to": edge.to.rfc3339, "is_open": edge.isOpen,
                "local_from": LocalTime(timeZone).local(edge.from), "local_to": LocalTime(timeZone).local(edge.to),
            ]
        }
        let damage = outage.damage
        return [
            "kind": outage.kind.rawValue, "sentence": text.kind,
            "began": edge(outage.began), "ended": edge(outage.ended),
            "event_types": outage.sources.map(\.eventType), "missed": damage.missed, "buyers": damage.buyers,
            "purchases": damage.sales, "waiting": damage.waiting, "late": damage.late, "mended": damage.mended,
            "mended_by": damage.mendedBy.mapValues(\.rfc3339), "messages": damage.messages,
            "totals": damage.lines.map { currency, line -> [String: Any] in
                [
                    "currency": currency.code, "count": line.count, "credits": line.credits,
                    "amount": Money(minorUnits: line.amountMinor, currency).majorUnits,
                ]
            },
            "backfill": text.command,
        ]
    }
}
