/// What is answered to a request, without any fault: Stripe's lists and single objects.
struct API: Sendable {
    let live: LiveAccount
    let authorization: Authorization
    let defaultVersion: String

    /// The body of the answer; throws what Stripe answers instead.
    func answer(_ request: HTTPRequest) throws(StripeError) -> [UInt8] {
        let key = try authorization.key(of: request)
        let version = request.headers["stripe-version"] ?? defaultVersion
        guard let shape = APIShape(version: version) else { throw .invalidVersion(version) }
        guard let (kind, id) = Self.route(request.path) else { throw .unrecognized(request.method, request.path) }
        guard request.method == "GET" else { throw .notReadable(request.method) }
        try authorization.check(key, reads: kind)
        let expansion = Expansion(live: live, shape: shape)
        if let id { return try object(id, of: kind, request, expansion) }
        return try list(of: kind, request, expansion)
    }

    /// The kind that a path names, with an id for a single object; nil for any other path.
    static func route(_ path: String) -> (ObjectKind, id: String?)? {
        for kind in ObjectKind.allCases where path.hasPrefix(kind.path) {
            let rest = path.dropFirst(kind.path.count)
            if rest.isEmpty { return (kind, nil) }
            let id = rest.dropFirst()
            if rest.hasPrefix("/"), !id.isEmpty, !id.contains("/") { return (kind, String(id)) }
        }
        return nil
    }

    private func object(
        _ id: String,
        of kind: ObjectKind,
        _ request: HTTPRequest,
        _ expansion: Expansion
    ) throws(StripeError) -> [UInt8] {
        let unknown = request.parameters.map(\.name).filter { $0 != "expand[]" }
        guard unknown.isEmpty else { throw .unknownParameters(unknown) }
        let listing = live.listing(of: kind, shape: expansion.shape)
        guard let place = listing.place(of: id) else { throw .noSuch(kind, id) }
        var paths: [[String]] = []
        for parameter in request.parameters { paths.append(try Expansion.path(parameter.value)) }
        guard !paths.isEmpty else { return Array(listing.object(at: place)) }
        return try expansion.object(at: place, of: listing, paths: paths)
    }

    private func list(
        of kind: ObjectKind,
        _ request: HTTPRequest,
        _ expansion: Expansion
    ) throws(StripeError) -> [UInt8] {
        let query = try ListQuery(request.parameters, of: kind)
        let listing = live.listing(of: kind, shape: expansion.shape)
        let page = try ListPage(query, in: listing)
        var body = Array(#"{"object":"list","data":["#.utf8)
        body.reserveCapacity(262_144)
        if query.expansions.isEmpty, case .range(let range) = page.places {
            body += listing.objects(at: range)
        } else {
            for (number, place) in page.all.enumerated() {
                if number > 0 { body.append(UInt8(ascii: ",")) }
                if query.expansions.isEmpty {
                    body += listing.object(at: place)
                } else {
                    body += try expansion.object(at: place, of: listing, paths: query.expansions)
                }
            }
        }
        body += Array(#"],"has_more":\#(page.hasMore),"url":"\#(kind.path)"}"#.utf8)
        return body
    }
}
