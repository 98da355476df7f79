import Foundation

extension MovementRow {
    /// Every id of Stripe's that the movement carries: its reference, and any text in its metadata at whatever depth.
    var stripeIDs: Set<String> {
        var texts = [reference].compactMap { $0 }
        if let metadata, let json = try? JSONSerialization.jsonObject(with: Data(metadata.utf8)) {
            Self.collect(json, into: &texts)
        }
        return Set(texts.filter(Self.isStripeID))
    }

    /// Whether nothing says what the movement is for: no id of Stripe's, and no reference of another kind unless it
    /// calls itself a purchase.
    var carriesNoReference: Bool {
        stripeIDs.isEmpty && ((reference ?? "").isEmpty || type == "purchase")
    }

    private static func isStripeID(_ text: String) -> Bool {
        ["cs_", "pi_", "ch_", "py_", "in_", "evt_"].contains { text.hasPrefix($0) }
    }

    private static func collect(_ json: Any, into texts: inout [String]) {
        if let text = json as? String { texts.append(text) }
        if let list = json as? [Any] { for element in list { collect(element, into: &texts) } }
        if let object = json as? [String: Any] { for element in object.values { collect(element, into: &texts) } }
    }
}
