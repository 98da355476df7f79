import Reconciliation
import Testing

/// The line that is pasted to colleagues, in singular and plural, of a plan and of what was posted.
@Suite struct PaidSessionsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let sessions: PaidSessions
        let says: String
        var testDescription: String { says }
    }

    static let cases = [
        Case(sessions: PaidSessions(), says: "there are no paid sessions of the period"),
        Case(sessions: PaidSessions(paid: 1, granted: 1), says: "the only paid session of the period is granted"),
        Case(
            sessions: PaidSessions(paid: 1, grantable: 1),
            says: "the only paid session of the period is not granted; 1 would be granted with --apply"
        ),
        Case(sessions: PaidSessions(paid: 2, granted: 2), says: "both paid sessions of the period are granted"),
        Case(
            sessions: PaidSessions(paid: 214, granted: 214, grantedWithFindings: 3),
            says: "all 214 paid sessions of the period are granted; 3 need a person"
        ),
        Case(
            sessions: PaidSessions(paid: 214, granted: 211, grantable: 2, ungranted: 1),
            says:
                "211 of the 214 paid sessions of the period are granted; 2 would be granted with --apply; 1 needs a person"
        ),
        Case(
            sessions: PaidSessions(paid: 9, granted: 1, grantable: 1, waiting: 1, notDue: 5, ungranted: 1),
            says: "1 of the 4 paid sessions of the period is granted; 1 would be granted with --apply; "
                + "1 waits for a late webhook; 1 needs a person; for 5 more nothing is to be done"
        ),
        Case(
            sessions: PaidSessions(paid: 3, waiting: 3),
            says: "none of the 3 paid sessions of the period is granted; 3 wait for a late webhook"
        ),
        Case(
            sessions: PaidSessions(paid: 2, notDue: 2),
            says: "no paid session of the period is due; for 2 nothing is to be done"
        ),
    ]

    @Test(arguments: cases) func theLineSaysItAsAPersonWould(_ case: Case) {
        #expect(`case`.sessions.sentence("of the period") == `case`.says)
    }

    @Test func windowsAddUp() {
        let first = PaidSessions(
            paid: 7,
            granted: 1,
            grantable: 1,
            waiting: 1,
            notDue: 1,
            ungranted: 3,
            grantedWithFindings: 1
        )
        let sum = first + first
        #expect(
            sum
                == PaidSessions(
                    paid: 14,
                    granted: 2,
                    grantable: 2,
                    waiting: 2,
                    notDue: 2,
                    ungranted: 6,
                    grantedWithFindings: 2
                )
        )
        #expect(sum.due == sum.granted + sum.grantable + sum.waiting + sum.ungranted)
    }
}
