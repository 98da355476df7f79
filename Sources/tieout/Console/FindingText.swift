import Reconciliation

extension OpenFinding {
    /// The finding on one line: severity, kind, object, buyer, money, credits, age.
    func line(at now: Instant) -> String {
        let finding = finding
        var parts = [
            "\(finding.severity.rawValue)  \(finding.kind.rawValue)  \(finding.stripeID ?? finding.ledgerID ?? "")"
        ]
        if let userID = finding.userID { parts.append("buyer \(userID)") }
        if let currency = finding.currency, let expected = finding.expectedMinor {
            parts.append("expected \(Money(minorUnits: expected, currency))")
            if let recorded = finding.recordedMinor {
                parts.append("recorded \(Money(minorUnits: recorded, currency))")
            }
        }
        if let credits = finding.credits { parts.append("\(credits) credits") }
        if status != .open { parts.append(status.rawValue) }
        parts.append("\(ageInDays(at: now)) d old")
        return parts.joined(separator: "  ")
    }

    /// The finding for machines; amounts in minor units.
    func json(at now: Instant) -> [String: Any] {
        var object: [String: Any] = [
            "kind": finding.kind.rawValue, "severity": finding.severity.rawValue, "status": status.rawValue,
            "fingerprint": finding.fingerprint, "first_seen": firstSeen.rfc3339, "last_seen": lastSeen.rfc3339,
            "age_days": ageInDays(at: now), "detail": finding.detail,
        ]
        object["stripe_id"] = finding.stripeID
        object["ledger_id"] = finding.ledgerID
        object["user_id"] = finding.userID
        object["currency"] = finding.currency?.code
        object["expected_minor"] = finding.expectedMinor
        object["recorded_minor"] = finding.recordedMinor
        object["discrepancy_minor"] = finding.discrepancyMinor
        object["credits"] = finding.credits
        if let acceptance {
            object["accepted_by"] = acceptance.by
            object["accepted_reason"] = acceptance.reason
            object["accepted_until"] = acceptance.until.rfc3339
        }
        object["occurred_at"] = finding.occurredAt?.rfc3339
        return object
    }
}
