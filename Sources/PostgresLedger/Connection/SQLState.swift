/// A five-character SQLSTATE, by which errors are told apart; messages are for people and change with the locale.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters, as in PostgreSQL's appendix A.
    public let rawValue: String

    /// The state of those five characters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The first two characters, which name the family.
    public var category: Substring { rawValue.prefix(2) }
}

extension SQLState {
    /// A second row with a key that may exist once.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A reference to a row that does not exist, such as a deleted buyer.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// A value that a check constraint refuses.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// A column that must have a value was given none.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// The transaction cannot be placed among the others; it may be tried again.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// Two transactions waited for one another; it may be tried again.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// A lock was not given within `lock_timeout`.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// `statement_timeout` passed, or somebody cancelled the statement.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// The server is being shut down or the session was terminated.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// The role lacks a right.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// A table or view does not exist.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// A column does not exist.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// A function of those arguments does not exist.
    public static let undefinedFunction = SQLState(rawValue: "42883")
    /// A write in a READ ONLY transaction.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// `RAISE EXCEPTION` without a state of its own.
    public static let raiseException = SQLState(rawValue: "P0001")
}

extension SQLState {
    /// Whether the same transaction may succeed when it is tried again: nothing was kept of it.
    public var isTransient: Bool {
        switch rawValue {
        case "40001", "40P01", "55P03", "57P01", "57P02", "57P03": true
        default: category == "08"
        }
    }

    /// Whether the statement names a relation, column or function that is not there: schema and program do not fit.
    public var isMissingObject: Bool { [.undefinedTable, .undefinedColumn, .undefinedFunction].contains(self) }

    /// Whether the server itself says that it does not know what became of a transaction.
    var leavesOutcomeUnknown: Bool { rawValue == "08007" || rawValue == "40003" }
}
