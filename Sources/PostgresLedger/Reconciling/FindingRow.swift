import Foundation
import Reconciliation

extension Finding {
    /// Reads a row of a rule.
    ///
    /// A rule states facts and no grades; the one exception is `detail["severity"]`, where the same fact is an alarm
    /// for one record and information for another.
    ///
    /// - Throws: ``PostgresError/decoding(statement:column:problem:)``.
    init(rule kind: FindingKind, row: Row) throws(PostgresError) {
        let detail = try row.flatJSON("detail")
        self.init(
            kind: kind,
            severity: detail["severity"].flatMap(Severity.init(rawValue:)) ?? kind.severity,
            fingerprint: try row.text("fingerprint"),
            stripeID: try row.optionalText("stripe_id"),
            ledgerID: try row.optionalText("ledger_id"),
            userID: try row.optionalText("user_id"),
            currency: try row.optionalText("currency").flatMap { Currency($0) },
            expectedMinor: try row.optionalInteger("expected_minor"),
            recordedMinor: try row.optionalInteger("recorded_minor"),
            credits: try row.optionalInteger("credits"),
            occurredAt: try row.optionalInstant("occurred_at"),
            detail: detail
        )
    }

    /// The finding as an element of the JSON that `finding_store` takes.
    var storedJSON: [String: Any] {
        [
            "fingerprint": fingerprint, "kind": kind.rawValue, "severity": severity.rawValue,
            "stripe_id": stripeID ?? NSNull(), "ledger_id": ledgerID ?? NSNull(), "user_id": userID ?? NSNull(),
            "currency": currency?.code ?? NSNull(), "expected_minor": expectedMinor ?? NSNull(),
            "recorded_minor": recordedMinor ?? NSNull(), "credits": credits ?? NSNull(),
            "occurred_at": occurredAt?.rfc3339 ?? NSNull(), "detail": detail,
        ]
    }
}

extension OpenFinding {
    /// Reads a row of `tieout.finding`.
    ///
    /// - Throws: ``PostgresError/decoding(statement:column:problem:)``, also for a kind or status of a later version.
    init(stored row: Row) throws(PostgresError) {
        guard let kind = FindingKind(rawValue: try row.text("kind")) else {
            throw .decoding(
                statement: "finding",
                column: "kind",
                problem: "is of a kind that this version does not know"
            )
        }
        guard let status = FindingStatus(rawValue: try row.text("status")) else {
            throw .decoding(statement: "finding", column: "status", problem: "is none that this version knows")
        }
        var finding = try Finding(rule: kind, row: row)
        finding.severity = Severity(rawValue: try row.text("severity")) ?? kind.severity
        self.init(
            finding: finding,
            status: status,
            firstSeen: try row.instant("first_seen"),
            lastSeen: try row.instant("last_seen"),
            acceptance: try Acceptance(stored: row)
        )
    }
}

extension Acceptance {
    fileprivate init?(stored row: Row) throws(PostgresError) {
        guard let by = try row.optionalText("accepted_by"), let reason = try row.optionalText("accepted_reason"),
            let until = try row.optionalInstant("accepted_until")
        else { return nil }
        self.init(by: by, reason: reason, until: until)
    }
}
