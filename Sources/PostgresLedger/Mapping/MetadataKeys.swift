/// Which customers are read at Stripe, each a request that counts against the look-ups.
public enum CustomerReading: String, CaseIterable, Sendable {
    /// Where nothing else names the buyer of a credit purchase.
    case whereNeeded = "where_needed"
    /// That of every credit purchase, so that its word counts beside the others'.
    case always
    /// None.
    case never
}

/// Under which keys a session's metadata, and its customer's, says who bought what.
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
    /// Which customers are asked for a buyer, by the keys of ``userID``.
    public var customers = CustomerReading.whereNeeded

    /// How many keys a fact may have.
    public static let mostOfOneFact = 6

    /// The keys of the reference application, in both of its spellings.
    public init() {}

    /// The keys as the match takes them.
    var matchParameters: [Parameter] {
        [userID, credits, packageID, type, typeValues].map { .texts($0) } + [.boolean(customers == .always)]
    }

    /// The keys as the question for what is to be looked up takes them.
    var lookUpParameters: [Parameter] {
        [.texts(userID), .texts(type), .texts(typeValues), .text(customers.rawValue)]
    }
}
