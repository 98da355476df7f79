/// How long a finding has been open, in the steps that matter: Stripe retries webhooks for 3 days and keeps events for 30.
enum AgeBucket: String, CaseIterable, Sendable {
    case upToOneDay = "0–1 days"
    case twoToThree = "2–3 days"
    case fourToSeven = "4–7 days"
    case eightToThirty = "8–30 days"
    case older = "over 30 days"

    init(days: Int64) {
        switch days {
        case ...1: self = .upToOneDay
        case 2...3: self = .twoToThree
        case 4...7: self = .fourToSeven
        case 8...30: self = .eightToThirty
        default: self = .older
        }
    }

    var tone: Tone {
        switch self {
        case .upToOneDay, .twoToThree: .neutral
        case .fourToSeven, .eightToThirty: .attention
        case .older: .bad
        }
    }
}
