import Foundation
import Reconciliation

extension Bulletin {
    /// The whole bulletin as plain text: what mail and webhooks carry, and what remains where nothing can be formatted.
    var text: String {
        var lines = [headline, ""]
        for notice in notices {
            lines.append("\(notice.mark) \(notice.alert.summary)")
            lines.append(contentsOf: notice.figures.map { "    \($0)" })
            lines.append("    \(notice.history)")
            if let page = runbook(of: notice.alert.code) { lines.append("    What to do: \(page)") }
        }
        if let pageURL { lines.append("\nReport: \(pageURL)") }
        if let links { lines += ["\nWorkbook: \(links.workbook)", "\n\(links.caution)"] }
        lines.append("\n\(footer)")
        return lines.joined(separator: "\n") + "\n"
    }

    /// Which run of which ledger speaks.
    var footer: String {
        ["Tieout, \(environment)", run.map { "run \($0)" }, toldAt.rfc3339].compactMap(\.self).joined(separator: " · ")
    }
}

extension Notice {
    /// Its severity or its end, in a word that needs no colour.
    var mark: String { isFiring ? "[\(alert.severity.rawValue)]" : "[over]" }

    /// Its counts, and its sums in major units, one after the other and never added.
    var figures: [String] {
        alert.counts.map { "\($0.name): \($0.value)" } + alert.money.map { "amount: \($0)" }
    }

    /// Since when, and why it is told again.
    var history: String {
        switch reason {
        case .began: "since \(since.rfc3339)"
        case .changed: "since \(since.rfc3339), and it became more"
        case .aged: "since \(since.rfc3339), and nobody has settled it"
        case .ended: "it began \(since.rfc3339)"
        }
    }
}

extension String {
    /// The text cut to so many UTF-16 units with a mark at its end: channels count so, and refuse what is longer.
    func cut(to most: Int) -> String {
        guard utf16.count > most else { return self }
        var end = utf16.index(utf16.startIndex, offsetBy: most - 1)
        while end > startIndex, end.samePosition(in: self) == nil { end = utf16.index(before: end) }
        return String(self[..<end]) + "…"
    }

    /// The text on one line, without control characters.
    var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}
