import Reconciliation

extension Summary {
    /// A currency's movements from opening to closing, and what the ledger shows of them.
    public struct RollForwardText: Codable, Hashable, Sendable {
        /// Paid before the period, less what had gone back.
        public var opening: Line
        /// Paid in the period.
        public var purchases: Line
        /// Refunds and lost disputes of the period, counted one by one.
        public var returned: Line
        /// What went back after the cut-off.
        public var returnedAfterCutOff: Line
        /// What should stand at the end.
        public var expectedClosing: Line
        /// What the ledger shows.
        public var ledgerClosing: Line
        /// Expected less shown.
        public var difference: Line
        /// What explains the difference, by name.
        public var explained: [String: Line]
        /// What nothing explains.
        public var unreconciled: Line
        /// The days on which something moved, in their order.
        public var days: [Day]

        /// One day.
        public struct Day: Codable, Hashable, Sendable {
            /// `2026-11-23`, in the report's time zone.
            public var date: String
            /// Paid on that day.
            public var purchases: Line
            /// Went back on that day.
            public var returned: Line
            /// What the ledger shows of that day's purchases.
            public var ledger: Line
        }

        enum CodingKeys: String, CodingKey {
            case opening, purchases, returned, difference, explained, unreconciled, days
            case returnedAfterCutOff = "returned_after_cut_off"
            case expectedClosing = "expected_closing"
            case ledgerClosing = "ledger_closing"
        }

        init(_ told: RollForward) {
            opening = Line(told.opening)
            purchases = Line(told.purchases)
            returned = Line(told.returned)
            returnedAfterCutOff = Line(told.returnedAfterCutOff)
            expectedClosing = Line(told.expectedClosing)
            ledgerClosing = Line(told.ledgerClosing)
            difference = Line(told.difference)
            explained = [
                "waiting": Line(told.waiting), "found": Line(told.found), "excluded": Line(told.excluded),
                "taken_back": Line(told.takenBack),
            ]
            unreconciled = Line(told.unreconciled)
            days = told.days.map {
                Day(
                    date: $0.date,
                    purchases: Line($0.purchases),
                    returned: Line($0.returned),
                    ledger: Line($0.ledger)
                )
            }
        }
    }
}
