import Reconciliation

/// What a state means to whoever reads it; words always stand beside the colour.
public enum Tone: Sendable {
    /// As it should be.
    case good
    /// Somebody should look at it.
    case attention
    /// Something is wrong.
    case bad
    /// Neither.
    case neutral
}

/// One typed value of a table. An empty cell is not zero.
public enum Cell: Hashable, Sendable {
    /// Words from anywhere; shown as text, whatever they look like.
    case text(String)
    /// The id of a Stripe object or ledger row.
    case id(String)
    /// A count, credits or days.
    case integer(Int64)
    /// An amount in one currency.
    case money(Money)
    /// A moment in UTC.
    case instant(Instant)
    /// A state of Tieout's own or of Stripe's, with what it means.
    case status(String, Tone)
    /// Nothing is known.
    case empty
}

extension Cell {
    /// The text; empty where there is none.
    public static func text(_ text: String?) -> Cell { text.map { .text($0) } ?? .empty }

    /// The id; empty where there is none.
    public static func id(_ id: String?) -> Cell { id.map { .id($0) } ?? .empty }

    /// The number; empty where there is none.
    public static func integer(_ number: Int64?) -> Cell { number.map { .integer($0) } ?? .empty }

    /// The moment; empty where there is none.
    public static func instant(_ instant: Instant?) -> Cell { instant.map { .instant($0) } ?? .empty }

    /// The currency's code in capitals; empty where there is none.
    public static func currency(_ currency: Currency?) -> Cell { currency.map { .text($0.description) } ?? .empty }

    /// The amount in minor units of the currency; empty where either is not known.
    public static func money(_ minorUnits: Int64?, _ currency: Currency?) -> Cell {
        guard let minorUnits, let currency else { return .empty }
        return .money(Money(minorUnits: minorUnits, currency))
    }

    /// A state in its own words, toned by what such a word usually means.
    public static func status(_ word: String?) -> Cell {
        guard let word else { return .empty }
        return .status(word, Tone(of: word))
    }
}

extension Tone {
    /// The tone of a status word of Tieout's or Stripe's; neutral for words that nobody knows.
    init(of word: String) {
        switch word {
        case "matched", "corrected", "gone", "paid", "complete", "completed", "succeeded", "allowed", "won",
            "taken_back":
            self = .good
        case "found", "open", "medium", "low", "held", "unpaid", "pending", "past_due", "under_way", "needs_response",
            "partly_taken_back", "warning_needs_response":
            self = .attention
        case "unexplained", "failed", "high", "critical", "uncollectible", "lost", "owed": self = .bad
        default: self = .neutral
        }
    }
}
