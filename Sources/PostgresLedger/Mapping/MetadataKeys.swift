/// Under which keys a session's metadata says who bought what.
///
/// Of several keys the first that a session has counts.
public struct MetadataKeys: Hashable, Sendable {
    /// The buyer.
    public var userID = ["user_id", "userId"]
    /// How many credits.
    public var credits = ["credits"]
    /// Which package.
    public var packageID = ["package_id", "packageId"]
    /// What kind of sale it is.
    public var type = ["type"]
    /// The values of ``type`` that mark a credit purchase.
    public var typeValues = ["credit_purchase"]

    /// How many keys a fact may have.
    public static let mostOfOneFact = 6

    /// The keys of the reference application, in both of its spellings.
    public init() {}

    /// The keys as the statement takes them.
    var parameters: [Parameter] {
        [userID, credits, packageID, type, typeValues].map { .texts($0) }
    }
}
