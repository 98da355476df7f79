extension FaultSchedule {
    /// Takes a specification apart from its end: when, where, what.
    static func entry(_ specification: String) throws(FaultSpecificationError) -> Entry {
        let (rest, when) = cut(specification[...], at: ":")
        let (what, path) = cut(rest, at: "@")
        let (name, value) = cut(what, at: "=")
        return Entry(
            fault: try fault(String(name), value, specification),
            path: path.map { $0.hasPrefix("/") ? String($0) : "/v1/\($0)" },
            timing: try timing(when, specification)
        )
    }

    private static func cut(_ text: Substring, at separator: Character) -> (Substring, Substring?) {
        guard let place = text.lastIndex(of: separator) else { return (text, nil) }
        return (text[..<place], text[text.index(after: place)...])
    }

    private static func timing(
        _ text: Substring?,
        _ specification: String
    ) throws(FaultSpecificationError) -> Timing {
        guard let text else { return .always }
        if text.hasSuffix("%") {
            if let percent = Int(text.dropLast()), (1...100).contains(percent) { return .perMille(percent * 10) }
        } else if text.hasSuffix("+") {
            if let number = Int(text.dropLast()), number > 0 { return .from(number) }
        } else if text.hasSuffix("s") {
            if let seconds = Int64(text.dropLast()), seconds > 0 { return .firstSeconds(seconds) }
        } else if let number = Int(text), number > 0 {
            return .nth(number)
        }
        throw FaultSpecificationError(
            specification: specification,
            problem: "\(text) is none of a request's number N, N+ for it and all after it, Ns for N seconds, 1% to 100%"
        )
    }

    private static func fault(
        _ name: String,
        _ value: Substring?,
        _ specification: String
    ) throws(FaultSpecificationError) -> Fault {
        if value == nil, let fault = plainFault(name) { return fault }
        if name == "has-more", value == "true" || value == "false" { return .hasMore(value == "true") }
        let isNumber = value == nil || Int(value ?? "") != nil
        guard isNumber, let fault = measuredFault(name, value.flatMap { Int($0) }) else {
            let known = names.joined(separator: ", ")
            throw FaultSpecificationError(
                specification: specification,
                problem: "is neither a status from 400 to 599 nor one of \(known)"
            )
        }
        return fault
    }

    private static func plainFault(_ name: String) -> Fault? {
        if let status = Int(name), (400...599).contains(status) { return .status(status) }
        switch name {
        case "rate-limited": return .status(429, headers: ["Stripe-Rate-Limited-Reason": "endpoint-rate"])
        case "empty": return .emptyBody
        case "html": return .html
        case "repeated-page": return .repeatedPage
        case "backward-page": return .backwardPage
        case "missing-cursor": return .missingCursor
        default: return nil
        }
    }

    private static func measuredFault(_ name: String, _ number: Int?) -> Fault? {
        if let number, number < 0, name != "wrong-length" { return nil }
        switch name {
        case "truncated": return .truncated(after: number ?? 997)
        case "wrong-length": return .wrongLength(by: number ?? 7)
        case "reset": return .reset(after: number ?? 997)
        case "stall": return .stall(after: number ?? 0)
        case "drip": return .drip(bytesPerSecond: number ?? 1)
        case "huge": return .hugeObject(bytes: number ?? 10_000_000)
        case "deep": return .deepJSON(levels: number ?? 100_000)
        default: return nil
        }
    }
}
