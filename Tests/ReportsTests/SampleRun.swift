import Reconciliation

@testable import Reports

/// A night as a book: three purchases were missed, one of them waits; a customer's name tries to be a formula.
enum SampleRun {
    static let start = instant("2026-11-23T02:15:00Z")

    static func instant(_ text: String) -> Instant {
        guard let instant = Instant(rfc3339: text) else { preconditionFailure("\(text) is no instant") }
        return instant
    }

    static func currency(_ code: String) -> Currency {
        guard let currency = Currency(code) else { preconditionFailure("\(code) is no currency") }
        return currency
    }

    /// Two grants posted, one held, one payment failed; USD and JPY tie out.
    static func result(suffix: UInt16 = 0x3f9c) throws -> RunResult {
        let plan = plan
        return RunResult(
            id: RunID(startedAt: start, command: "nightly", suffix: suffix),
            status: .differences,
            period: try Period(since: instant("2026-11-15T00:00:00Z"), cutOff: instant("2026-11-23T02:10:00Z")),
            startedAt: start,
            finishedAt: start + 75,
            applies: true,
            livemode: false,
            account: "acct_1Sample",
            toolVersion: "0.1.0",
            findings: FindingTotals(findings),
            plan: plan,
            posted: plan.allowedGrants.enumerated().map { index, correction in
                let before = Int64(index) * 7
                let outcome = PostingOutcome.posted(
                    balanceBefore: before,
                    balanceAfter: before + (correction.credits ?? 0)
                )
                return PostedCorrection(correction: correction, outcome: outcome, postedAt: start + 60)
            },
            conservation: conservation,
            tieOut: tieOut,
            requests: ["/v1/charges": 3, "/v1/checkout/sessions": 2],
            remarks: [],
            events: [RunEvent(.noGuard, "there is none")],
            startedBy: "cron",
            analytics: analytics,
            stages: [
                RunStage(name: "collect", beganAt: start, milliseconds: 61_250),
                RunStage(name: "match and find", beganAt: start + 61, milliseconds: 2_004),
            ]
        )
    }

    private static let found: [Finding] = {
        let granted = finding(.missedPurchase, "cs_test_granted", expected: 2_000, credits: 50, package: "creative")
        let failedBefore = finding(.failedFulfilment, "cs_test_failed", expected: 500, credits: 10, package: "starter")
        var held = finding(.missedPurchase, "cs_test_held", expected: 3_500, credits: 100, package: "pro")
        held.detail["hold"] = HoldReason.disputed.rawValue
        return [granted, failedBefore, held, drift, declined]
    }()

    private static let plan = CorrectionPlan(
        for: found,
        under: CorrectionPolicy(
            listsAreComplete: true,
            lateWebhooks: LateWebhooks(guardIsInForce: true, now: Instant(secondsSinceEpoch: 0))
        )
    )

    /// The run's findings as they stand after posting, oldest first, as they are handed in.
    static let findings: [OpenFinding] = {
        let firstSeen = [0: start, 1: start, 2: start - 4 * .day, 3: start - 40 * .day, 4: start]
        return found.enumerated().map { index, finding in
            OpenFinding(
                finding: finding,
                status: index < 2 ? .corrected : .open,
                firstSeen: firstSeen[index] ?? start,
                lastSeen: start,
                planned: plan.corrections.first { $0.correction.fingerprint == finding.fingerprint }
            )
        }.sorted { ($0.firstSeen, $0.finding.fingerprint) < ($1.firstSeen, $1.finding.fingerprint) }
    }()

    static let tieOut = [
        TieOut(
            currency: .usd,
            paid: .init(count: 9, amountMinor: 23_000, credits: 660),
            granted: .init(count: 5, amountMinor: 15_000, credits: 450),
            grantedByTieout: .init(count: 2, amountMinor: 2_500, credits: 60),
            excluded: .init(count: 1, amountMinor: 2_000, credits: 50),
            waiting: .init(count: 1, amountMinor: 3_500, credits: 100),
            rollForward: dollars
        ),
        TieOut(
            currency: .jpy,
            paid: .init(count: 1, amountMinor: 1_200, credits: 10),
            granted: .init(count: 1, amountMinor: 1_200, credits: 10),
            rollForward: yen
        ),
    ]

    /// One sale from before the period, eight in it, of which one was refunded before any grant and one waits.
    private static let dollars: RollForward = {
        var told = RollForward()
        told.opening = .init(count: 1, amountMinor: 2_000, credits: 50)
        told.ledgerOpening = told.opening
        told.purchases = .init(count: 8, amountMinor: 21_000, credits: 610)
        told.returned = .init(count: 1, amountMinor: 2_000, credits: 50)
        told.expectedClosing = .init(count: 9, amountMinor: 21_000, credits: 610)
        told.ledgerClosing = .init(count: 7, amountMinor: 17_500, credits: 510)
        told.waiting = .init(count: 1, amountMinor: 3_500, credits: 100)
        told.excluded = .init(count: 1)
        let first = TieOut.Line(count: 3, amountMinor: 8_000, credits: 210)
        told.days = [
            .init(date: "2026-11-21", purchases: first, ledger: first),
            .init(
                date: "2026-11-22",
                purchases: .init(count: 5, amountMinor: 13_000, credits: 400),
                returned: told.returned,
                ledger: .init(count: 3, amountMinor: 7_500, credits: 250)
            ),
        ]
        return told
    }()

    private static let yen: RollForward = {
        var told = RollForward()
        told.purchases = .init(count: 1, amountMinor: 1_200, credits: 10)
        (told.expectedClosing, told.ledgerClosing) = (told.purchases, told.purchases)
        told.days = [.init(date: "2026-11-22", purchases: told.purchases, ledger: told.purchases)]
        return told
    }()

    /// What the ledger says of an amount, in a kind that only a person can settle.
    private static let drift = Finding(
        kind: .amountMismatch,
        severity: .high,
        fingerprint: "amount_mismatch:cs_test_drift",
        stripeID: "cs_test_drift",
        ledgerID: "=1+1",
        userID: "@SUM(A1:A9)",
        currency: .usd,
        expectedMinor: 2_000,
        recordedMinor: 20,
        credits: 50,
        occurredAt: instant("2026-10-12T08:00:00Z"),
        detail: ["payment_intent": "pi_drift"]
    )

    private static let declined = Finding(
        kind: .paymentFailed,
        severity: .info,
        fingerprint: "payment_failed:ch_declined",
        stripeID: "ch_declined",
        currency: .usd,
        expectedMinor: 3_500,
        occurredAt: instant("2026-11-22T10:00:00Z")
    )

    private static let conservation = Conservation(
        fetched: [.checkoutSession: 11, .charge: 11, .invoice: 1],
        lines: [
            .init(kind: .checkoutSession, currency: .usd, state: .matched, reason: "", count: 6, amountMinor: 15_000),
            .init(kind: .checkoutSession, currency: .usd, state: .found, reason: "", count: 4, amountMinor: 8_000),
            .init(
                kind: .checkoutSession,
                currency: .usd,
                state: .excluded,
                reason: "refunded_before_grant",
                count: 1,
                amountMinor: 2_000
            ),
            .init(kind: .charge, currency: .usd, state: .matched, reason: "", count: 10, amountMinor: 23_000),
            .init(kind: .charge, currency: .usd, state: .found, reason: "", count: 1, amountMinor: 3_500),
            .init(kind: .invoice, currency: .usd, state: .matched, reason: "", count: 1, amountMinor: 900),
        ]
    )

    private static func finding(
        _ kind: FindingKind,
        _ stripeID: String,
        expected: Int64,
        credits: Int64,
        package: String
    ) -> Finding {
        Finding(
            kind: kind,
            severity: kind.severity,
            fingerprint: "\(kind.rawValue):\(stripeID)",
            stripeID: stripeID,
            userID: "7f3e0f6e-0000-4000-8000-000000000001",
            currency: .usd,
            expectedMinor: expected,
            recordedMinor: 0,
            credits: credits,
            occurredAt: instant("2026-11-22T09:41:10Z"),
            detail: ["package_id": package, "payment_intent": "pi_of_\(stripeID)"]
        )
    }

    /// Rows of the detail sheets: `count` sessions with those names of packages in turn, five charges of three currencies, one invoice.
    static func rows(of sheet: DetailSheet, sessions count: Int = 3, names: [String] = ["starter"]) -> [[Cell]] {
        switch sheet {
        case .failures: [failure]
        case .refunds: [refund, pendingDispute]
        case .sessions: (0..<count).map { session($0, package: names[$0 % names.count]) }
        case .charges:
            [
                (usd: 2_000, code: "usd"), (usd: 1_999, code: "usd"), (usd: 1_200, code: "jpy"),
                (usd: 12_345, code: "kwd"),
            ]
            .enumerated()
            .map { charge($0.offset, amount: Money(minorUnits: $0.element.usd, currency($0.element.code))) }
        case .invoices: [invoice]
        }
    }

    private static func session(_ index: Int, package: String) -> [Cell] {
        [
            .id("cs_test_\(index)"), .instant(start - Int64(index)), .text("payment"), .status("complete"),
            .status("paid"), .currency(.usd), .money(500, .usd), .id("user-\(index)"), .text(package), .integer(10),
            .id("pi_\(index)"), .id("ch_\(index)"), .empty, .status("matched"), .empty, .id("movement-\(index)"),
            .id("purchase-\(index)"),
        ]
    }

    private static func charge(_ index: Int, amount: Money) -> [Cell] {
        [
            .id("ch_\(index)"), .instant(start - Int64(index)), .status("succeeded"), .currency(amount.currency),
            .money(amount), .money(amount), .money(0, amount.currency), .id("pi_\(index)"), .id("cs_test_\(index)"),
            .empty, .empty, .status("matched"), .empty,
        ]
    }

    private static let invoice: [Cell] = [
        .id("in_0"), .instant(start), .status("paid"), .currency(.usd), .money(900, .usd), .money(900, .usd),
        .text("subscription_cycle"), .id("sub_0"), .status("paid"), .status("matched"), .empty,
    ]
}
