/// An error as Stripe answers it: a status and an envelope of type `invalid_request_error` with a message, and a code and parameter where there are.
struct StripeError: Error, Equatable {
    var status: Int
    var message: String
    var code: String?
    var parameter: String?
    var type = "invalid_request_error"

    /// Stripe's envelope as JSON text.
    var body: [UInt8] {
        var members: [JSON.Member] = []
        if let code {
            members.append(JSON.Member("code", .string(code)))
            let page = code.split(separator: "_").joined(separator: "-")
            members.append(JSON.Member("doc_url", .string("https://stripe.com/docs/error-codes/\(page)")))
        }
        members.append(JSON.Member("message", .string(message)))
        if let parameter { members.append(JSON.Member("param", .string(parameter))) }
        members.append(JSON.Member("type", .string(type)))
        var text = JSONText()
        text.append(json: ["error": .object(members)])
        return text.bytes
    }
}

/// Wrong parameters.
extension StripeError {
    static func unknownParameters(_ names: [String]) -> StripeError {
        let noun = names.count == 1 ? "parameter" : "parameters"
        let message = "Received unknown \(noun): \(names.joined(separator: ", "))"
        return StripeError(status: 400, message: message, code: "parameter_unknown", parameter: names.first)
    }

    static func emptyValue(_ name: String) -> StripeError {
        let message =
            "You passed an empty string for '\(name)'. We assume empty values are an attempt to unset a parameter; however '\(name)' cannot be unset."
        return StripeError(status: 400, message: message, code: "parameter_invalid_empty", parameter: name)
    }

    static func invalidInteger(_ value: String, parameter: String) -> StripeError {
        StripeError(
            status: 400,
            message: "Invalid integer: \(value)",
            code: "parameter_invalid_integer",
            parameter: parameter
        )
    }

    static func invalidBoolean(_ value: String, parameter: String) -> StripeError {
        StripeError(status: 400, message: "Invalid boolean: \(value)", parameter: parameter)
    }

    static func invalidChoice(parameter: String, among values: [String]) -> StripeError {
        let choices = values.dropLast().joined(separator: ", ") + ", or " + (values.last ?? "")
        return StripeError(
            status: 400,
            message: "Invalid \(parameter): must be one of \(choices)",
            parameter: parameter
        )
    }

    static let limitTooSmall = StripeError(
        status: 400,
        message: "This value must be greater than or equal to 1.",
        parameter: "limit"
    )

    static func limitTooLarge(_ limit: Int) -> StripeError {
        let message = "This value must be less than or equal to 100 (it currently is '\(limit)')."
        return StripeError(status: 400, message: message, parameter: "limit")
    }

    static let twoCursors = StripeError(
        status: 400,
        message: "You can only specify one of these parameters: ending_before, starting_after."
    )

    static let typeAndTypes = StripeError(
        status: 400,
        message: "You may only specify one of these parameters: type, types."
    )

    static let tooManyTypes = StripeError(
        status: 400,
        message: "You can specify at most 20 types.",
        parameter: "types"
    )

    static func cannotExpand(_ path: String) -> StripeError {
        let message =
            "This property cannot be expanded (\(path)). You may want to try expanding 'data.\(path)' instead."
        return StripeError(status: 400, message: message, parameter: "expand")
    }

    static func expansionTooDeep(_ path: String) -> StripeError {
        StripeError(
            status: 400,
            message: "You cannot expand more than 4 levels of a property: \(path)",
            parameter: "expand"
        )
    }
}

/// Objects, keys and addresses that are not there.
extension StripeError {
    /// A wrong id in the path is 404; one in a parameter, cursors included, is 400.
    static func noSuch(_ kind: ObjectKind, _ id: String, parameter: String? = nil) -> StripeError {
        StripeError(
            status: parameter == nil ? 404 : 400,
            message: "No such \(kind.rawValue): '\(id)'",
            code: "resource_missing",
            parameter: parameter ?? "id"
        )
    }

    static let noKey = StripeError(
        status: 401,
        message: """
            You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer \
            auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for \
            details, or we can help at https://support.stripe.com/.
            """
    )

    static func invalidKey(_ key: String) -> StripeError {
        StripeError(status: 401, message: "Invalid API Key provided: \(AccessKey.masked(key))")
    }

    static func lacksPermission(_ permission: String, key: String, account: String) -> StripeError {
        let message = """
            The provided key '\(AccessKey.masked(key))' does not have the required permissions for this endpoint on \
            account '\(account)'. Having the '\(permission)' permission would allow this request to continue.
            """
        return StripeError(status: 403, message: message)
    }

    static func unrecognized(_ method: String, _ path: String) -> StripeError {
        let hint = path.hasSuffix("/") ? " If you are trying to list objects, remove the trailing slash." : ""
        let message = """
            Unrecognized request URL (\(method): \(path)).\(hint) Please see https://stripe.com/docs or we can help at \
            https://support.stripe.com/.
            """
        return StripeError(status: 404, message: message)
    }

    static func notReadable(_ method: String) -> StripeError {
        StripeError(status: 405, message: "The simulator answers GET requests only, not \(method).")
    }

    static func invalidVersion(_ version: String) -> StripeError {
        StripeError(status: 400, message: "Invalid Stripe API version: \(version)")
    }
}
