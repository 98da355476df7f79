import Foundation
import Reconciliation

/// An event of PagerDuty's Events API v2: one for each alert that somebody has to be called for, or that is over.
///
/// Source: PagerDuty's limits: 255 characters in a deduplication key, 1,024 in a summary.
struct PagerDutyEvent: Encodable {
    let routingKey: String
    let eventAction: String
    let dedupKey: String
    let payload: Payload?
    let client = "Tieout"
    let clientURL: String?
    let links: [Link]?

    struct Payload: Encodable {
        let summary: String
        let source: String
        let severity: String
        let timestamp: String
        let component: String
        let `class`: String
        let customDetails: [String: String]

        private enum CodingKeys: String, CodingKey {
            case summary, source, severity, timestamp, component, `class`
            case customDetails = "custom_details"
        }
    }

    struct Link: Encodable {
        let href: String
        let text: String
    }

    /// The events of a bulletin: what is at least an error triggers, whatever is over resolves.
    ///
    /// An alert that was never severe enough to trigger resolves nothing; PagerDuty takes that for done.
    static func events(of bulletin: Bulletin, routingKey: String) -> [PagerDutyEvent] {
        bulletin.notices.flatMap { notice in
            if notice.alert.code == .alertTest {
                // Shown and done with, so that a test leaves no incident open.
                return [notice, Notice(notice.alert, .ended, since: notice.since)]
            }
            return !notice.isFiring || notice.alert.severity >= .error ? [notice] : []
        }
        .map { PagerDutyEvent($0, in: bulletin, routingKey: routingKey) }
    }

    private init(_ notice: Notice, in bulletin: Bulletin, routingKey: String) {
        self.routingKey = routingKey
        eventAction = notice.isFiring ? "trigger" : "resolve"
        // Without the run: the next night's event folds into the same incident.
        dedupKey = "tieout/\(notice.environment ?? bulletin.environment)/\(notice.alert.code.rawValue)".cut(to: 255)
        clientURL = bulletin.pageURL
        let pages = [
            bulletin.pageURL.map { Link(href: $0, text: "Report") },
            bulletin.links.map { Link(href: $0.workbook, text: "Workbook") },
            bulletin.runbook(of: notice.alert.code).map { Link(href: $0, text: "What to do") },
        ].compactMap(\.self)
        links = pages.isEmpty ? nil : pages
        payload =
            notice.isFiring
            ? Payload(
                summary: "Tieout \(bulletin.environment): \(notice.alert.summary)".onOneLine.cut(to: 1_024),
                source: ProcessInfo.processInfo.hostName,
                severity: notice.alert.severity.rawValue,
                timestamp: bulletin.toldAt.rfc3339,
                component: "tieout",
                class: notice.alert.code.rawValue,
                customDetails: notice.details(of: bulletin)
            ) : nil
    }

    private enum CodingKeys: String, CodingKey {
        case routingKey = "routing_key"
        case eventAction = "event_action"
        case dedupKey = "dedup_key"
        case payload, client
        case clientURL = "client_url"
        case links
    }
}

extension Notice {
    fileprivate func details(of bulletin: Bulletin) -> [String: String] {
        var details = Dictionary(alert.counts.map { ($0.name, String($0.value)) }) { first, _ in first }
        for money in alert.money { details["amount \(money.currency)"] = money.majorUnits }
        details["since"] = since.rfc3339
        details["run"] = bulletin.run?.text
        return details
    }
}
