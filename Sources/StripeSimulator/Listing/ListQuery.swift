/// What a list request asks for.
struct ListQuery: Sendable, Equatable {
    enum Cursor: Sendable, Equatable {
        case startingAfter(String)
        case endingBefore(String)
    }

    struct Filter: Sendable, Equatable {
        var parameter: String
        var values: [String]
    }

    var limit = 10
    var cursor: Cursor?
    /// Unix seconds, both ends included.
    var created: ClosedRange<Int64> = Int64.min...Int64.max
    /// No second lies in what `created` asks for.
    var isEmptyWindow = false
    var filters: [Filter] = []
    /// Paths below each object, `data.` taken off.
    var expansions: [[String]] = []
}

extension ListQuery {
    /// Reads the parameters of a list request; throws what Stripe answers to wrong ones, with status 400.
    init(_ parameters: [HTTPRequest.Parameter], of kind: ObjectKind) throws(StripeError) {
        try Self.refuseUnknown(parameters, of: kind)
        var lower = Int64.min
        var upper = Int64.max
        for parameter in parameters {
            let name = parameter.name
            guard !parameter.value.isEmpty else { throw .emptyValue(name) }
            switch name {
            case "limit": limit = try Self.readLimit(parameter.value)
            case "starting_after", "ending_before": try read(cursor: parameter)
            case "created":
                lower = try max(lower, Self.integer(parameter))
                upper = try min(upper, Self.integer(parameter))
            case "created[gte]": lower = try max(lower, Self.integer(parameter))
            case "created[gt]": lower = try max(lower, Self.integer(parameter) + 1)
            case "created[lte]": upper = try min(upper, Self.integer(parameter))
            case "created[lt]": upper = try min(upper, Self.integer(parameter) - 1)
            case "expand[]": expansions.append(try Self.readExpansion(parameter.value))
            default: try read(filter: parameter, of: kind)
            }
        }
        if lower <= upper { created = lower...upper } else { isEmptyWindow = true }
    }

    private static func refuseUnknown(_ parameters: [HTTPRequest.Parameter], of kind: ObjectKind) throws(StripeError) {
        let paging: Set = [
            "limit", "starting_after", "ending_before", "expand[]",
            "created", "created[gt]", "created[gte]", "created[lt]", "created[lte]",
        ]
        let unknown = parameters.map(\.name).filter { !paging.contains($0) && !kind.filters.contains($0) }
        guard unknown.isEmpty else { throw .unknownParameters(unknown) }
    }

    private static func readLimit(_ value: String) throws(StripeError) -> Int {
        guard let limit = Int(value) else { throw .invalidInteger(value, parameter: "limit") }
        guard limit >= 1 else { throw .limitTooSmall }
        guard limit <= 100 else { throw .limitTooLarge(limit) }
        return limit
    }

    private mutating func read(cursor parameter: HTTPRequest.Parameter) throws(StripeError) {
        guard cursor == nil else { throw .twoCursors }
        cursor = parameter.name == "starting_after" ? .startingAfter(parameter.value) : .endingBefore(parameter.value)
    }

    private static func integer(_ parameter: HTTPRequest.Parameter) throws(StripeError) -> Int64 {
        // Far seconds are refused too, so that one more or one less never overflows.
        guard let number = Int64(parameter.value), number.magnitude < 1 << 53 else {
            throw .invalidInteger(parameter.value, parameter: parameter.name)
        }
        return number
    }

    private static func readExpansion(_ value: String) throws(StripeError) -> [String] {
        let path = try Expansion.path(value)
        guard path.first == "data", path.count > 1 else { throw .cannotExpand(value) }
        return Array(path.dropFirst())
    }

    private mutating func read(filter parameter: HTTPRequest.Parameter, of kind: ObjectKind) throws(StripeError) {
        if parameter.name == "status", !kind.statusValues.contains(parameter.value) {
            throw .invalidChoice(parameter: "status", among: kind.statusValues)
        }
        if ["active", "delivery_success"].contains(parameter.name), !["true", "false"].contains(parameter.value) {
            throw .invalidBoolean(parameter.value, parameter: parameter.name)
        }
        if let place = filters.firstIndex(where: { $0.parameter == parameter.name }) {
            filters[place].values.append(parameter.value)
        } else {
            filters.append(Filter(parameter: parameter.name, values: [parameter.value]))
        }
        if let types = filters.first(where: { $0.parameter == "types[]" }) {
            guard types.values.count <= 20 else { throw .tooManyTypes }
            guard !filters.contains(where: { $0.parameter == "type" }) else { throw .typeAndTypes }
        }
    }
}
