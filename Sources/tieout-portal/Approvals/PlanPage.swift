import Hummingbird
import Reconciliation
import Reports

/// The plan of a run, correction by correction, and the form with which an approver decides.
struct PlanPage {
    let plan: PlanDocument
    let corrections: [ReviewedCorrection]
    /// Whether decisions can be recorded at all.
    let hasBook: Bool
    /// What was just done.
    var notice: String?

    func response(for visitor: Visitor) -> Response {
        let open = corrections.filter(\.isOpen)
        let isMaker = PersonName(visitor.account.name)?.mayBe(plan.plannedBy) ?? true
        let decides = hasBook && visitor.account.role == .approver && !open.isEmpty && !isMaker
        return Response(page: "Plan of \(plan.runID)", for: visitor) { html in
            html.markup("<nav aria-label=\"This run\"><p>")
            html.link("The run", to: "/runs/\(plan.runID)/")
            html.text(" · ")
            html.link(ReportFile.plan, to: "/runs/\(plan.runID)/\(ReportFile.plan)")
            html.markup("</p></nav>\n<h1>What this run would do to the ledger</h1>\n")
            if let notice { html.element("<p class=\"notice good\" role=\"status\">", notice, "</p>\n") }
            putHead(&html)
            guard !corrections.isEmpty else {
                html.markup("<p>Nothing: the plan holds no correction.</p>\n")
                return
            }
            if decides {
                html.element("<form method=\"post\" action=\"/runs/", plan.runID.text, "/plan\">")
                html.formToken(of: visitor)
            }
            putTables(&html, decides: decides)
            if decides { putDecision(&html) } else { putWhyNot(&html, visitor, open: open.count, isMaker: isMaker) }
        }
    }

    private func putHead(_ html: inout HTML) {
        html.markup("<dl>")
        html.definition("Planned by", plan.plannedBy)
        html.definition("Planned at", plan.createdAt.rfc3339)
        html.definition("Period", "\(plan.period.since.rfc3339) to \(plan.period.cutOff.rfc3339)")
        html.definition("Account", "\(plan.account ?? "not named"), \(plan.livemode ? "LIVE" : "TEST")")
        html.definition("Plan's hash", plan.hash ?? "none")
        html.markup("</dl>\n")
    }

    /// What waits for a person first; the rest opens when it is asked for.
    private func putTables(_ html: inout HTML, decides: Bool) {
        let held = corrections.filter { $0.entry.holdReason != nil }
        let allowed = corrections.filter { $0.entry.holdReason == nil }
        html.markup("<h2>What waits for a person</h2>\n")
        if held.isEmpty {
            html.markup("<p>Nothing.</p>\n")
        } else {
            putTable(held, "Held corrections", &html, decides: decides)
        }
        guard !allowed.isEmpty else { return }
        let count = Verdict.counted(allowed.count, "correction")
        html.element("<details><summary>", "\(count) that need nobody: a run with --apply posts them", "</summary>\n")
        putTable(allowed, "Allowed corrections", &html, decides: decides)
        html.markup("</details>\n")
    }

    private func putTable(_ rows: [ReviewedCorrection], _ name: String, _ html: inout HTML, decides: Bool) {
        html.element("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"", name, "\"><table>")
        html.element("<caption>", Verdict.counted(rows.count, "correction"), "</caption><thead><tr>")
        for heading in (decides ? ["Choose"] : []) + ["Standing", "What", "Paid", "Why it waits", "For", "Buyer"] {
            html.element("<th scope=\"col\">", heading, "</th>")
        }
        html.markup("</tr></thead><tbody>\n")
        for row in rows { put(row, into: &html, decides: decides) }
        html.markup("</tbody></table></div>\n")
    }

    private func put(_ correction: ReviewedCorrection, into html: inout HTML, decides: Bool) {
        let entry = correction.entry
        html.markup("<tr>")
        if decides {
            html.markup("<td>")
            if correction.isOpen {
                html.element("<input type=\"checkbox\" name=\"correction\" value=\"", correction.name, "\"")
                html.element(" aria-label=\"", "\(correction.action) for \(entry.stripeID)", "\">")
            }
            html.markup("</td>")
        }
        put(standingOf: correction, into: &html)
        html.element("<td class=\"what\">", correction.action, "</td>")
        html.element("<td class=\"number\">", correction.paid, "</td>")
        html.element("<td class=\"sentence\">", correction.whyItWaits, "")
        html.markup("<details><summary>Facts</summary><ul class=\"facts\">")
        for (name, fact) in facts(of: entry) { html.element("<li>", "\(name): \(fact)", "</li>") }
        html.markup("</ul></details></td>")
        html.element("<th scope=\"row\" class=\"id\">", entry.stripeID, "</th>")
        html.element("<td class=\"id\">", entry.userID ?? "", "</td></tr>\n")
    }

    private func put(standingOf correction: ReviewedCorrection, into html: inout HTML) {
        html.markup("<td class=\"sentence\">")
        let standing = correction.standing
        html.status(standing.words, standing.tone)
        if let decision = correction.decision {
            html.element("<br>by ", decision.decidedBy, "<br>")
            html.element("", decision.decidedAt.rfc3339, "<br>")
            html.element("“", decision.reason, "”")
        }
        if let posting = correction.posting { html.element("<br>by run ", posting.run, "") }
        html.markup("</td>")
    }

    private func facts(of entry: PlanDocument.Entry) -> [(String, String)] {
        var facts = entry.facts.sorted { $0.key < $1.key }.map { ($0.key.replacing("_", with: " "), $0.value) }
        if let row = entry.ledgerID { facts.append(("ledger row", row)) }
        if let at = entry.occurredAt { facts.append(("happened", at.rfc3339)) }
        if let protection = entry.protection { facts.append(("protection", protection.sentence)) }
        facts.append(("answers", entry.fingerprint))
        return facts
    }

    private func putDecision(_ html: inout HTML) {
        html.element("<input type=\"hidden\" name=\"hash\" value=\"", plan.hash ?? "", "\">")
        html.markup(
            "<h2>Decide on what is chosen</h2>\n<p><label for=\"reason\">Why (it stays beside the decision)</label>"
        )
        html.markup("<textarea id=\"reason\" name=\"reason\" required maxlength=\"1000\"></textarea></p>\n")
        html.markup("<p><button class=\"first\" name=\"verdict\" value=\"approved\">Approve</button> ")
        html.markup("<button name=\"verdict\" value=\"declined\">Decline</button></p></form>\n")
        html.markup(
            "<p>An approval is posted by the next run with <code>--apply</code>, or by <code>tieout apply</code>, if "
        )
        html.markup(
            "the correction is still what you see here. What is declined stays held. The portal itself changes nothing "
        )
        html.markup("in the ledger.</p>\n")
    }

    private func putWhyNot(_ html: inout HTML, _ visitor: Visitor, open: Int, isMaker: Bool) {
        html.markup("<p>")
        if open == 0 {
            html.text("Every correction of this plan has been decided or posted.")
        } else if visitor.account.role < .approver {
            html.text("An approver can decide on it.")
        } else if isMaker {
            html.text("You made this plan, so somebody else has to decide on it.")
        } else {
            html.text("No database is configured here: approve it with tieout apply.")
        }
        html.markup("</p>\n")
    }
}
