import Reconciliation

/// Where a person looks at a Stripe object.
struct StripeDashboard: Sendable {
    /// Live or test mode; the test pages are others.
    let livemode: Bool

    /// The page of the object; nil for what does not look like a Stripe id, so that no link is made from strange data.
    func page(of id: String) -> String? {
        guard Self.looksLikeAnID(id) else { return nil }
        let base = "https://dashboard.stripe.com/" + (livemode ? "" : "test/")
        switch id.prefix(while: { $0 != "_" }) {
        case "pi", "ch", "py": return base + "payments/" + id
        case "in": return base + "invoices/" + id
        case "cus": return base + "customers/" + id
        case "sub": return base + "subscriptions/" + id
        case "evt": return base + "events/" + id
        default: return base + "search?query=" + id
        }
    }

    /// The page that shows most of a finding: of a session its payment, because a session has no page of its own.
    func page(of finding: Finding) -> String? {
        if let intent = finding.detail["payment_intent"], intent.hasPrefix("pi_"), let page = page(of: intent) {
            return page
        }
        return finding.stripeID.flatMap(page(of:))
    }

    /// `^[a-z]{2,}_[A-Za-z0-9_]+$`, and no longer than an id may be.
    static func looksLikeAnID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= 255, let underscore = bytes.firstIndex(of: UInt8(ascii: "_")) else { return false }
        let kind = bytes[..<underscore]
        let rest = bytes[bytes.index(after: underscore)...]
        return kind.count >= 2 && kind.allSatisfy { (97...122).contains($0) } && !rest.isEmpty
            && rest.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
            }
    }
}
