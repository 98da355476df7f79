/// What keeps a webhook that comes late from granting a purchase a second time.
public enum Protection: String, CaseIterable, Sendable, Codable {
    /// The guard: a unique index on the journal's reference, at which the late call fails and rolls back.
    case ledgerGuard = "guard"
    /// Every event that grants the session was found, and no delivery of it is pending.
    case eventsDelivered = "events_delivered"
    /// So much time has passed that Stripe delivers no more: 72 hours by default.
    case timePassed = "time_passed"
    /// A person approved it and answers for it.
    case approval

    /// The protection in plain words.
    public var sentence: String {
        switch self {
        case .ledgerGuard: "the guard index makes a late webhook fail"
        case .eventsDelivered: "every granting event was delivered"
        case .timePassed: "Stripe retries no longer than the time that has passed"
        case .approval: "a person approved it"
        }
    }
}

/// When a grant is safe from a webhook that comes late: Stripe delivers an event again for up to three days, and the
/// handler does not look whether somebody else has granted meanwhile.
///
/// A person's manual resend stays unprotected without the guard.
public struct LateWebhooks: Hashable, Sendable {
    /// Whether the guard index is in force.
    public var guardIsInForce: Bool
    /// The moment of the decision.
    public var now: Instant
    /// How long Stripe may deliver, in seconds: three days in live mode.
    public var patience: Int64

    /// The state of the ledger's protection at a moment.
    public init(guardIsInForce: Bool, now: Instant, patience: Int64 = 72 * .hour) {
        self.guardIsInForce = guardIsInForce
        self.now = now
        self.patience = patience
    }

    /// What protects a finding's grant now, or from when on time will.
    ///
    /// The rule states facts: `detail["granting_events"]` is `delivered` when all that grant were found and none is
    /// pending (not found proves nothing), and `detail["payable_since"]` the later of Tieout first seeing the session
    /// paid and its latest granting event, in Unix seconds. Without the latter nobody knows when it becomes free.
    func protection(of finding: Finding) -> (protection: Protection?, freeAt: Instant?) {
        if guardIsInForce { return (.ledgerGuard, nil) }
        if finding.detail["granting_events"] == "delivered" { return (.eventsDelivered, nil) }
        let since = finding.detail["payable_since"].flatMap { Int64($0) } ?? now.secondsSinceEpoch
        let freeAt = Instant(secondsSinceEpoch: since) + patience
        return freeAt <= now ? (.timePassed, nil) : (nil, freeAt)
    }
}
