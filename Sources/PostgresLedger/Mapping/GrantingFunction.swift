/// A function's schema and name, as the catalog has them: capitals count, and nothing is quoted.
public struct FunctionName: Hashable, Sendable, CustomStringConvertible {
    /// Its schema, such as `public`.
    public var schema: String
    /// Its name, without the schema.
    public var name: String

    /// A function of that name.
    public init(schema: String = "public", _ name: String) {
        self.schema = schema
        self.name = name
    }

    /// Both with a dot between, for people.
    public var description: String { "\(schema).\(name)" }
}

/// The application's own function that gives a buyer credits, and how it is called: by named arguments, whatever their
/// order.
public struct GrantingFunction: Hashable, Sendable {
    /// Its schema and name.
    public var name: FunctionName
    /// The arguments that are passed; one that is not among them keeps its default.
    public var arguments: [FunctionArgument]
    /// How it says that it did not do what it was asked, other than by raising.
    public var failureSign: FailureSign
    /// How many of the function's units one credit is.
    public var unitsPerCredit: Int64

    /// A function of that name, called with those arguments.
    public init(
        _ name: FunctionName,
        _ arguments: [FunctionArgument],
        failureSign: FailureSign = .raises,
        unitsPerCredit: Int64 = 1
    ) {
        self.name = name
        self.arguments = arguments
        self.failureSign = failureSign
        self.unitsPerCredit = unitsPerCredit
    }
}

/// An argument of the granting function and where its value comes from.
public struct FunctionArgument: Hashable, Sendable {
    /// Its name in the function's declaration.
    public var name: String
    /// Where its value comes from.
    public var source: ArgumentSource

    /// An argument of that name.
    public init(_ name: String, _ source: ArgumentSource) {
        self.name = name
        self.source = source
    }
}

/// How a function says in what it returns that it did nothing. Whatever it says, the balance has to have moved as it
/// should; a sign that it failed undoes a grant that looks right.
public enum FailureSign: Hashable, Sendable {
    /// It raises, or says nothing.
    case raises
    /// It returns false, or NULL.
    case returnsFalse
    /// It returns NULL.
    case returnsNull
    /// It returns JSON in which the member of that name is not true, such as `success`.
    case memberIsNotTrue(String)
    /// It returns JSON in which the member of that name is there and not NULL, such as `error`.
    case memberIsPresent(String)
    /// It returns a row, or rows, in which the column of that name is false or NULL; no row is a failure too.
    case columnIsNotTrue(String)
}
