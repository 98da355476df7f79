/// An object of a Stripe account: what varies is stored, everything else is rendered with sensible constants.
public protocol StripeObject: Sendable {
    /// Which list the object is on.
    static var kind: ObjectKind { get }
    /// Stripe's id, with its prefix.
    var id: String { get }
    /// Unix seconds; lists are ordered by it.
    var created: Int64 { get }
    /// What stands in the place of a rendered member: wrong types, unknown enum values, missing keys.
    var alterations: [String: Alteration] { get set }
    /// Writes all members of the object in the writer's shape.
    func render(into writer: inout ObjectWriter)
    /// The text of a member that list filters compare with or expansion follows; nil never matches and is not expanded.
    func member(_ name: String) -> String?
}

/// A change to one top-level member of a rendered object.
public enum Alteration: Sendable, Equatable {
    /// The member has this value instead; a key that the object does not have is added.
    case value(JSON)
    /// The member is left out.
    case absent
}
