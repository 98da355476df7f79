import Foundation
import Reconciliation

/// A bulletin as a mail: header fields, a plain text and the same as HTML.
struct MailMessage {
    /// Header fields in their order, each a line that ASCII can hold.
    let headers: [String]
    let plain: String
    let html: String

    /// The mail of a bulletin.
    ///
    /// - Parameters:
    ///   - host: what the ids of messages end with.
    init(_ bulletin: Bulletin, from sender: String, to recipients: [String], host: String) {
        let first = bulletin.notices[0].alert.code.rawValue
        let id = "\(bulletin.run?.text ?? "watch").\(bulletin.toldAt.secondsSinceEpoch).\(first)@\(host)"
        headers = [
            "From: \(sender.onOneLine)",
            "To: \(recipients.map(\.onOneLine).joined(separator: ", "))",
            "Subject: \(Self.headerText(bulletin.headline.onOneLine.cut(to: 200)))",
            "Date: \(Self.date(bulletin.toldAt))",
            "Message-ID: <\(id)>",
            // The same for every mail about the same matter, so that programs show them together.
            "References: <\(bulletin.environment).\(first)@\(host)>",
            "Auto-Submitted: auto-generated",
        ]
        plain = bulletin.text
        html = Self.html(bulletin)
    }

    /// A text as a header field may hold it: ASCII as it is, other text in the encoded words of RFC 2047.
    static func headerText(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) || text.contains("=?") else { return text }
        var words: [String] = []
        var chunk = ""
        for character in text {
            // An encoded word has 75 characters at most: 45 bytes in Base64 are 60.
            if chunk.utf8.count + character.utf8.count > 45 {
                words.append(chunk)
                chunk = ""
            }
            chunk.append(character)
        }
        words.append(chunk)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// A moment as RFC 5322 writes it.
    static func date(_ instant: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch)))
    }

    private static func html(_ bulletin: Bulletin) -> String {
        let notices = bulletin.notices.map { notice in
            let figures = notice.figures.map { "<li>\(escaped($0))</li>" }.joined()
            let advice =
                bulletin.runbook(of: notice.alert.code)
                .map { "<p><a href=\"\(escaped($0))\">What to do</a></p>" } ?? ""
            return """
                <h2>\(escaped("\(notice.mark) \(notice.alert.summary)"))</h2>
                <p>\(escaped(notice.history))</p>\(figures.isEmpty ? "" : "<ul>\(figures)</ul>")\(advice)
                """
        }
        let report = bulletin.pageURL.map { "<p><a href=\"\(escaped($0))\">Open the report</a></p>" } ?? ""
        let workbook =
            bulletin.links.map { links in
                "<p><a href=\"\(escaped(links.workbook))\">Open the workbook</a></p><p>\(escaped(links.caution))</p>"
            } ?? ""
        return """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>\(escaped(bulletin.headline))</title></head>
            <body style="font-family: system-ui, sans-serif"><h1>\(escaped(bulletin.headline))</h1>
            \(notices.joined(separator: "\n"))
            \(report)\(workbook)<p>\(escaped(bulletin.footer))</p></body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
