import Reconciliation

/// `summary.json`: the run in figures, for programs.
public struct Summary: Codable, Hashable, Sendable {
    /// Raised when a key changes its meaning; new keys do not raise it.
    public var schemaVersion = 1
    /// The run.
    public var runID: RunID
    /// How it ended.
    public var status: RunStatus
    /// What it examined.
    public var period: PeriodText
    /// Records by kind.
    public var counts: [String: Counts]
    /// How many findings of each kind.
    public var findings: [String: Int]
    /// What this run granted.
    public var grants: Grants
    /// What became of the paid sessions of the period; nil where the books did not keep it.
    public var paidSessions: PaidSessions?
    /// How many log rows and statuses were written.
    public var written: Int
    /// How many corrections are held.
    public var held: Int
    /// How many findings above info wait for a person when the run ended; nil in reports of earlier versions.
    public var open: Int?
    /// The tie-out by currency code.
    public var tieOut: [String: Block]
    /// The IANA name of the zone whose days the roll-forwards tell.
    public var timeZone: String
    /// Seconds from start to end.
    public var duration: Int64
    /// Requests to Stripe by endpoint.
    public var requests: [String: Int64]
    /// What was asked of Stripe for what came: Stripe budgets reads by the month.
    public var reads: Reads
    /// What is broken, in sentences: invariants, conservation, the tie-out; none unless the status says so.
    public var broken: [String]
    /// What somebody has to be told, the worst first.
    public var events: [RunEvent]
    /// What is known of the guard against webhooks that come late.
    public var ledgerGuard: Guard
    /// What a run did that applied an approved plan; of other runs nothing.
    public var applied: Applied?
    /// What approvers decided of the plan's corrections.
    public var decisions: Decisions?
    /// The report that renders the run again; nil in the run's own.
    public var renderedAgainAs: RunID?
    /// The address of the report's page, where `reports.base_url` is set.
    public var page: String?

    /// The guard, and how it is known.
    public struct Guard: Codable, Hashable, Sendable {
        /// Whether grants may rely on it.
        public var isInForce: Bool
        /// `trial`: a second grant was tried and rolled back; `condition`: its condition holds for purchases; `none`.
        public var proof: String
        /// The same in words.
        public var sentence: String

        enum CodingKeys: String, CodingKey {
            case proof, sentence
            case isInForce = "in_force"
        }

        init(_ standing: GuardStanding) {
            isInForce = standing.isInForce
            sentence = standing.sentence
            proof =
                switch standing {
                case .tried: "trial"
                case .covering: "condition"
                case .notInForce: "none"
                }
        }
    }

    /// An approved plan and what became of it, beside grants and written rows.
    public struct Applied: Codable, Hashable, Sendable {
        /// The run whose plan it is.
        public var plan: RunID
        /// Who approved it.
        public var approvedBy: String
        /// Credits that were taken back.
        public var takenBack: TakenBack
        /// What was approved and not posted, because it is not as it was.
        public var skipped: [Skipped]

        enum CodingKeys: String, CodingKey {
            case plan, skipped
            case approvedBy = "approved_by"
            case takenBack = "taken_back"
        }
    }

    /// Decisions on corrections of the plan, as they are recorded or were given with the run.
    public struct Decisions: Codable, Hashable, Sendable {
        /// Corrections that are approved and are what was approved.
        public var approved: Int
        /// By whom.
        public var approvedBy: [String]
        /// Whether the run posted by their word; else they wait for a run that does.
        public var isPosted: Bool
        /// Corrections that are held because they were declined.
        public var declined: Int
        /// Credits that were taken back.
        public var takenBack: TakenBack
        /// What was not posted, because it is not as it was approved or planned.
        public var skipped: [Skipped]

        enum CodingKeys: String, CodingKey {
            case approved, declined, skipped
            case approvedBy = "approved_by"
            case isPosted = "posted"
            case takenBack = "taken_back"
        }
    }

    /// Take-backs in sum.
    public struct TakenBack: Codable, Hashable, Sendable {
        /// How many.
        public var count: Int
        /// The credits that they took.
        public var credits: Int64
        /// The credits that they could not take, because the buyers have spent them.
        public var uncollectable: Int64
    }

    /// An approved correction that was not posted.
    public struct Skipped: Codable, Hashable, Sendable {
        /// What was to be done.
        public var action: CorrectionAction
        /// For which object.
        public var stripeID: String
        /// Why it was not.
        public var reason: String

        enum CodingKeys: String, CodingKey {
            case action, reason
            case stripeID = "stripe_id"
        }
    }

    /// Requests against objects.
    public struct Reads: Codable, Hashable, Sendable {
        /// Requests to Stripe.
        public var requests: Int64
        /// Objects that were fetched.
        public var objects: Int64
        /// Requests for a thousand objects, rounded up; 10 is the least, with 100 objects a page. 0 without any object.
        public var perThousandObjects: Int64

        /// What a run asked and got.
        public init(_ result: RunResult) {
            requests = result.requests.values.reduce(0, +)
            objects = result.conservation.fetched.values.reduce(0, +)
            perThousandObjects = objects > 0 ? (requests * 1_000 + objects - 1) / objects : 0
        }

        enum CodingKeys: String, CodingKey {
            case requests, objects
            case perThousandObjects = "requests_per_thousand_objects"
        }
    }

    /// A period as two RFC 3339 texts.
    public struct PeriodText: Codable, Hashable, Sendable {
        /// Its first instant.
        public var since: Instant
        /// The first instant after it.
        public var cutOff: Instant

        enum CodingKeys: String, CodingKey {
            case since
            case cutOff = "cut_off"
        }
    }

    /// Where the records of one kind ended up.
    public struct Counts: Codable, Hashable, Sendable {
        /// Fetched from Stripe.
        public var fetched: Int64
        /// Agreed on by Stripe and the ledger.
        public var matched: Int64
        /// Named by a finding.
        public var found: Int64
        /// Left out by a named reason.
        public var excluded: Int64
    }

    /// Grants in sum.
    public struct Grants: Codable, Hashable, Sendable {
        /// How many.
        public var count: Int
        /// The credits that they gave.
        public var credits: Int64
    }

    /// The tie-out of one currency.
    public struct Block: Codable, Hashable, Sendable {
        /// Paid at Stripe.
        public var paid: Line
        /// Granted by the application.
        public var granted: Line
        /// Granted by Tieout.
        public var grantedByTieout: Line
        /// Paid minus granted.
        public var difference: Line
        /// Left out by a named reason.
        public var excluded: Line
        /// Waiting for a correction that is planned or held.
        public var waiting: Line
        /// Open findings that need a person.
        public var found: Line
        /// What no line explains.
        public var unreconciled: Line
        /// The same as movements from an opening to a closing.
        public var rollForward: RollForwardText

        enum CodingKeys: String, CodingKey {
            case paid, granted, difference, excluded, waiting, found, unreconciled
            case grantedByTieout = "granted_by_tieout"
            case rollForward = "roll_forward"
        }
    }

    /// One line of a tie-out.
    public struct Line: Codable, Hashable, Sendable {
        /// Purchases.
        public var count: Int64
        /// Minor units.
        public var amountMinor: Int64
        /// Credits.
        public var credits: Int64

        enum CodingKeys: String, CodingKey {
            case count, credits
            case amountMinor = "amount_minor"
        }

        init(_ line: TieOut.Line) {
            (count, amountMinor, credits) = (line.count, line.amountMinor, line.credits)
        }
    }

    enum CodingKeys: String, CodingKey {
        case status, period, counts, findings, grants, written, held, open, duration, requests, reads, broken, events,
            applied, page, decisions
        case ledgerGuard = "guard"
        case renderedAgainAs = "rendered_again_as"
        case schemaVersion = "schema_version"
        case runID = "run_id"
        case paidSessions = "paid_sessions"
        case tieOut = "tie_out"
        case timeZone = "time_zone"
    }
}

extension Summary {
    /// The figures as one line of JSON, with the keys of `summary.json`.
    ///
    /// - Throws: `EncodingError`, which these values never give.
    public func json() throws -> String { String(decoding: try JSONText.canonical(self), as: UTF8.self) }

    /// Reads the figures of a `summary.json`.
    ///
    /// - Throws: `DecodingError` when the text is none.
    public init(json: String) throws { self = try JSONText.decode(Summary.self, from: Array(json.utf8)) }
}
