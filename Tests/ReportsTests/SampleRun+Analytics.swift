import Reconciliation

@testable import Reports

/// What was sold, failed, went back and was missed in the sample night; it adds up to the sample's roll-forwards.
extension SampleRun {
    static let analytics: Analytics = {
        var analytics = Analytics()
        let refunded = TieOut.Line(count: 1, amountMinor: 2_000, credits: 50)
        analytics.sales = [
            sales("2026-11-21", "creative", .usd, .init(count: 2, amountMinor: 4_000, credits: 100)),
            sales("2026-11-21", "pro", .usd, .init(count: 1, amountMinor: 4_000, credits: 110)),
            sales("2026-11-22", "starter", .jpy, .init(count: 1, amountMinor: 1_200, credits: 10)),
            sales("2026-11-22", "creative", .usd, .init(count: 1, amountMinor: 2_000, credits: 50), refunded),
            sales("2026-11-22", "=1+1", .usd, .init(count: 3, amountMinor: 10_500, credits: 300)),
            sales("2026-11-22", "", .usd, .init(count: 1, amountMinor: 500, credits: 50)),
        ]
        analytics.failures = [
            FailuresOfCode(
                failure: "charge_failed",
                code: "card_declined",
                currency: .usd,
                count: 3,
                amountMinor: 9_000,
                paidLaterCount: 1,
                paidLaterMinor: 2_000
            ),
            FailuresOfCode(
                failure: "session_expired",
                code: "expired",
                currency: .jpy,
                count: 1,
                amountMinor: 3_000
            ),
        ]
        analytics.returns = [
            ReturnsOfStatus(
                kind: "refund",
                status: "succeeded",
                currency: .usd,
                count: 1,
                amountMinor: 2_000,
                credits: 50,
                takenBackCredits: 20,
                owedCredits: 30
            ),
            ReturnsOfStatus(
                kind: "dispute",
                status: "needs_response",
                currency: currency("kwd"),
                count: 1,
                amountMinor: 12_345
            ),
        ]
        analytics.ages = [
            FindingsOfAge(firstSeen: start - 40 * .day, severity: .high, count: 1),
            FindingsOfAge(firstSeen: start - 4 * .day, severity: .high, count: 1),
            FindingsOfAge(firstSeen: start, severity: .info, count: 1),
        ]
        analytics.missed = missed
        return analytics
    }()

    /// Webhooks were down from 09:00 to 11:00.
    private static let missed: MissedPurchases = {
        var missed = MissedPurchases()
        missed.slots = (0..<26).map { hour in
            let label = "2026-11-\(21 + (hour + 1) / 24) \(hour % 24 < 9 || hour == 24 ? "0" : "")\((hour + 1) % 24):00"
            return .init(label: label)
        }
        missed.slots[8] = .init(label: "2026-11-21 09:00", paid: 2, missed: 2, granted: 1, credits: 60)
        missed.slots[9] = .init(label: "2026-11-21 10:00", paid: 1, missed: 1, granted: 1, credits: 50)
        missed.slots[23] = .init(label: "2026-11-22 00:00", paid: 5)
        return missed
    }()

    private static func sales(
        _ day: String,
        _ package: String,
        _ currency: Currency,
        _ purchases: TieOut.Line,
        _ returned: TieOut.Line = .init()
    ) -> SalesOfDay {
        SalesOfDay(day: day, package: package, currency: currency, purchases: purchases, returned: returned)
    }

    static let failure: [Cell] = [
        .text("charge_failed"), .id("ch_declined"), .instant(start - 600), .currency(.usd), .money(3_500, .usd),
        .text("card_declined"), .text("=cmd|'/C calc'!A0"), .status("unpaid"), .id("user-1"), .text("pro"),
        .integer(100), .id("pi_declined"), .id("cs_test_declined"), .empty, .empty, .empty, .empty,
    ]

    static let refund: [Cell] = [
        .text("refund"), .id("re_1"), .instant(start - 300), .status("succeeded"), .currency(.usd),
        .money(2_000, .usd), .text("requested_by_customer"), .id("ch_1"), .id("pi_1"), .id("cs_test_1"), .id("user-1"),
        .text("creative"), .integer(50), .integer(20), .integer(30), .status("partly_taken_back"),
    ]

    static let pendingDispute: [Cell] = [
        .text("dispute"), .id("dp_1"), .instant(start - 200), .status("needs_response"), .currency(currency("kwd")),
        .money(12_345, currency("kwd")), .text("fraudulent"), .id("ch_2"), .id("pi_2"), .empty, .empty, .empty, .empty,
        .empty, .empty, .status("under_way"),
    ]
}
