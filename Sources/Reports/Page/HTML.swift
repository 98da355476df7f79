import Reconciliation

/// Builds one HTML page; text only ever enters through ``text(_:)``, which escapes it.
package struct HTML {
    /// The page so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    /// An empty page.
    package init() {}

    /// Adds markup that is written in this program, never data.
    package mutating func markup(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds text from anywhere.
    package mutating func text(_ text: String) {
        for byte in PlainText.clean(text).utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            default: bytes.append(byte)
            }
        }
    }

    /// Adds a text between two pieces of markup.
    package mutating func element(_ open: StaticString, _ text: String, _ close: StaticString) {
        markup(open)
        self.text(text)
        markup(close)
    }

    /// Adds markup of a page that this program wrote earlier and whose bytes were compared with its manifest since.
    package mutating func verified(_ markup: String) { bytes.append(contentsOf: markup.utf8) }

    /// Adds a link.
    package mutating func link(_ text: String, to address: String) {
        element("<a href=\"", address, "\">")
        self.text(text)
        markup("</a>")
    }
}

extension HTML {
    /// Adds a cell of a table; numbers stand to the right.
    mutating func cell(_ cell: Cell, in column: Column, dashboard: StripeDashboard) {
        switch cell {
        case .empty: markup("<td></td>")
        case .text(let text):
            element(text.utf8.count > 24 ? "<td class=\"sentence\">" : "<td>", PlainText.shortened(text), "</td>")
        case .id(let whole):
            let id = PlainText.shortened(whole)
            markup("<td class=\"id\">")
            if let page = dashboard.page(of: id) { link(id, to: page) } else { text(id) }
            markup("</td>")
        case .integer(let number): element("<td class=\"number\">", String(number), "</td>")
        case .money(let money): element("<td class=\"number\">", money.majorUnits, "</td>")
        case .instant(let instant):
            element("<td class=\"instant\"><time datetime=\"", instant.rfc3339, "\">")
            element("", instant.rfc3339, "</time></td>")
        case .status(let word, let tone):
            markup("<td><span class=\"")
            markup(tone.className)
            element("\">", word, "</span></td>")
        }
    }

    /// Adds a table with its caption; where there are more rows than `limit`, or than it holds, it says where the rest is.
    mutating func table(_ table: Table, of count: Int, limit: Int, rest: String, dashboard: StripeDashboard) {
        markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
        text(table.title)
        element("\"><table><caption>", table.caption, "</caption><thead><tr>")
        for column in table.columns {
            let isNumber = column.type == .money || column.type == .integer
            markup(isNumber ? "<th scope=\"col\" class=\"number\" title=\"" : "<th scope=\"col\" title=\"")
            text(column.meaning)
            element("\">", column.title, "</th>")
        }
        markup("</tr></thead><tbody>\n")
        for row in table.rows.prefix(limit) {
            markup("<tr>")
            for (column, cell) in zip(table.columns, row) { self.cell(cell, in: column, dashboard: dashboard) }
            markup("</tr>\n")
        }
        markup("</tbody>")
        foot(of: table)
        markup("</table></div>\n")
        if table.rows.isEmpty { element("<p>", table.emptySentence, "</p>\n") }
        if count > limit {
            element("<p>The first ", String(limit), "")
            element(" of ", String(count), "; all are in ")
            link(rest, to: rest)
            markup(".</p>\n")
        }
    }
}

extension HTML {
    /// Adds what a table adds up to, a row for each currency.
    private mutating func foot(of table: Table) {
        let totals = table.currencyTotals
        guard !totals.isEmpty else { return }
        markup("<tfoot>")
        for total in totals {
            element("<tr class=\"sum\"><th scope=\"row\">Total, ", total.currency.description, "</th>")
            for column in table.columns.dropFirst() {
                switch total.cell(of: column.name) {
                case .money(let money): element("<td class=\"number\">", money.majorUnits, "</td>")
                case .integer(let number): element("<td class=\"number\">", String(number), "</td>")
                default: markup("<td></td>")
                }
            }
            markup("</tr>\n")
        }
        markup("</tfoot>")
    }
}

extension Tone {
    /// The class of the page's style sheet.
    package var className: StaticString {
        switch self {
        case .good: "good"
        case .attention: "attention"
        case .bad: "bad"
        case .neutral: "neutral"
        }
    }
}
