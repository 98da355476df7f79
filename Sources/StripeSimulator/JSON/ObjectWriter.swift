/// Writes one Stripe object member by member, in one API shape, and puts an alteration in the place of what it replaces.
///
/// Objects are written straight into bytes because a benchmark serves a million of them; a tree of values would take longer than the paging.
public struct ObjectWriter {
    /// The shape the request asked for.
    public let shape: APIShape
    /// Whether the account's objects are live ones; every object carries it.
    public let livemode: Bool

    private var text: JSONText
    private var alterations: [String: Alteration] = [:]
    private var depth = 0
    private var isFirst = true

    init(shape: APIShape, livemode: Bool, into text: JSONText = JSONText()) {
        self.shape = shape
        self.livemode = livemode
        self.text = text
    }

    var bytes: [UInt8] { text.bytes }

    mutating func clear() {
        text.clear()
    }

    /// Writes a whole object: `{`, what `object` renders, alterations of keys that it does not have, `}`.
    mutating func write(_ object: some StripeObject, expanding expansions: [String: Alteration] = [:]) {
        alterations = object.alterations.merging(expansions) { altered, _ in altered }
        text.append("{")
        depth = 1
        isFirst = true
        object.render(into: &self)
        for key in alterations.keys.sorted() {
            guard case .value(let value) = alterations[key] else { continue }
            separate()
            text.append(quoting: key)
            text.append(":")
            text.append(json: value)
        }
        depth = 0
        text.append("}")
    }

    mutating func field(_ key: StaticString, _ value: String?) {
        guard begin(key) else { return }
        if let value { text.append(quoting: value) } else { text.append("null") }
    }

    mutating func field(_ key: StaticString, _ value: Int64?) {
        guard begin(key) else { return }
        if let value { text.append(number: value) } else { text.append("null") }
    }

    mutating func field(_ key: StaticString, _ value: Bool) {
        guard begin(key) else { return }
        text.append(value ? "true" : "false")
    }

    mutating func field(_ key: StaticString, json value: JSON) {
        guard begin(key) else { return }
        text.append(json: value)
    }

    mutating func fixed(_ key: StaticString, _ json: StaticString) {
        guard begin(key) else { return }
        text.append(json)
    }

    mutating func nulls(_ keys: StaticString...) {
        for key in keys { fixed(key, "null") }
    }

    mutating func object(_ key: StaticString, _ members: (inout ObjectWriter) -> Void) {
        guard begin(key) else { return }
        text.append("{")
        nest(members)
        text.append("}")
    }

    /// A Stripe list inside an object: its `data` are whole members, and nothing is left out.
    mutating func list(_ key: StaticString, url: String, _ elements: [(inout ObjectWriter) -> Void]) {
        object(key) { list in
            list.field("object", "list")
            list.array("data", elements)
            list.field("has_more", false)
            list.field("url", url)
        }
    }

    mutating func array(_ key: StaticString, _ elements: [(inout ObjectWriter) -> Void]) {
        guard begin(key) else { return }
        text.append("[")
        for (place, element) in elements.enumerated() {
            if place > 0 { text.append(",") }
            text.append("{")
            nest(element)
            text.append("}")
        }
        text.append("]")
    }

    /// A whole object inside another, for an event's `data.object`; its own alterations apply, in the event's own shape.
    mutating func nested(_ key: StaticString, _ object: some StripeObject, shape: APIShape) {
        guard begin(key) else { return }
        var inner = ObjectWriter(shape: shape, livemode: livemode)
        inner.write(object)
        text.append(contentsOf: inner.bytes)
    }

    /// Writes the key; answers false when an alteration stands in the value's place, which is then already written (or left out).
    private mutating func begin(_ key: StaticString) -> Bool {
        if depth == 1, !alterations.isEmpty, let alteration = alterations.removeValue(forKey: "\(key)") {
            guard case .value(let value) = alteration else { return false }
            writeKey(key)
            text.append(json: value)
            return false
        }
        writeKey(key)
        return true
    }

    private mutating func writeKey(_ key: StaticString) {
        separate()
        text.append("\"")
        text.append(key)
        text.append("\":")
    }

    private mutating func separate() {
        if isFirst { isFirst = false } else { text.append(",") }
    }

    private mutating func nest(_ members: (inout ObjectWriter) -> Void) {
        let outerIsFirst = isFirst
        depth += 1
        isFirst = true
        members(&self)
        isFirst = outerIsFirst
        depth -= 1
    }
}
