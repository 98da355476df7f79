/// Replaces ids by the objects they name, along the paths of `expand[]`.
struct Expansion {
    let live: LiveAccount
    let shape: APIShape

    /// The members on the way of a path such as `data.payment_intent`; throws 400 beyond Stripe's four levels.
    static func path(_ text: String) throws(StripeError) -> [String] {
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard path.count <= 4 else { throw .expansionTooDeep(text) }
        return path
    }

    /// The object at a place with its paths expanded; throws 400 for a member that cannot be.
    func object(at place: Int, of listing: Listing, paths: [[String]]) throws(StripeError) -> [UInt8] {
        var replacements: [String: Alteration] = [:]
        for (member, below) in Dictionary(grouping: paths.filter { !$0.isEmpty }, by: { $0[0] }) {
            let deeper = below.map { Array($0.dropFirst()) }
            guard let value = try value(of: member, at: place, of: listing, paths: deeper) else { continue }
            replacements[member] = .value(.verbatim(String(decoding: value, as: UTF8.self)))
        }
        return listing.object(at: place, expanding: replacements)
    }

    /// The object in the place of an id; nil where the id is null or names nothing, which stays as it is.
    private func value(
        of member: String,
        at place: Int,
        of listing: Listing,
        paths: [[String]]
    ) throws(StripeError) -> [UInt8]? {
        if listing.kind == .invoice, member == "payments", shape == .current { return payments(at: place, of: listing) }
        guard let target = listing.kind.expandable(in: shape)[member] else { throw .cannotExpand(member) }
        let targets = live.listing(of: target, shape: shape)
        guard let id = listing.reference(member, at: place), let found = targets.place(of: id) else { return nil }
        return try object(at: found, of: targets, paths: paths)
    }

    /// `invoice.payments`, which is there only when it is expanded.
    private func payments(at place: Int, of invoices: Listing) -> [UInt8] {
        let payments = live.listing(of: .invoicePayment, shape: shape)
        let invoice = invoices.id(at: place)
        var list = Array(#"{"object":"list","data":["#.utf8)
        for (number, payment) in payments.places(where: "invoice", { $0 == invoice }).prefix(10).enumerated() {
            if number > 0 { list.append(UInt8(ascii: ",")) }
            list += payments.object(at: payment)
        }
        return list + Array(#"],"has_more":false,"url":"/v1/invoices/\#(invoice)/payments"}"#.utf8)
    }
}
