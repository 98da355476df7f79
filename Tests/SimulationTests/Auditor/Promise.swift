import Foundation
import StripeSimulator

/// Who is to have how many credits, by all that say so.
struct Promise {
    let buyer: String?
    let buyersDisagree: Bool
    /// The buyer whom the customer's own metadata names, where it is heard.
    let customersBuyer: String?
    /// The number that is stated, by the checkout row before the metadata.
    let credits: Int64?
    /// Whether two sources differ, or one says what is no number of credits.
    let creditsDisagree: Bool
    /// Whether more than the metadata says it.
    let isProven: Bool
    /// Whether the checkout row and the metadata name different packages.
    let packagesDisagree: Bool
    /// The package's price in US cents; nil where it was changed after the sale.
    let price: Int64?

    init(_ session: CheckoutSession, checkout: CheckoutRow?, sight: Sight, rows: LedgerRows) {
        let metadata = session.metadata
        var named = Self.named(session, checkout: checkout, rows: rows)
        customersBuyer = sight.customers.first { $0.id == session.customer }.flatMap { customer in
            let isHeard = named.isEmpty || sight.customerReading == .always
            return isHeard && !customer.isDeleted ? Self.buyer(in: customer.metadata) : nil
        }
        if let customersBuyer { named.append(customersBuyer) }
        buyer = named.first
        buyersDisagree = Set(named).count > 1

        let said = metadata.said("credits").flatMap { $0.isEmpty ? nil : $0 }
        let saidCredits = said.flatMap(Self.credits)
        credits = checkout?.credits ?? saidCredits
        let saidPackage = Self.trimmed(metadata.said("package_id") ?? metadata.said("packageId"))
        packagesDisagree = checkout?.package != nil && saidPackage != nil && checkout?.package != saidPackage
        let package = (checkout?.package ?? saidPackage).flatMap { id in rows.packages.first { $0.id == id } }
        // A package that was changed after the sale says nothing about the sale.
        let unchanged = package.flatMap { $0.updatedAt <= session.created ? $0 : nil }
        price = unchanged?.priceInCents
        let stated = [checkout?.credits, saidCredits].compactMap { $0 }
        creditsDisagree =
            (said != nil && saidCredits == nil)
            || Set(stated).count > 1
            || stated.contains { $0 <= 0 }
            || (unchanged != nil && credits != nil && unchanged?.credits != credits)
        // Without a checkout row the price before discount must bear the metadata out.
        isProven =
            checkout != nil
            || (unchanged != nil && unchanged?.credits == saidCredits
                && unchanged?.priceInCents == session.askedInCents)
    }

    /// The buyers that session and checkout row name, in the order in which they count.
    static func named(_ session: CheckoutSession, checkout: CheckoutRow?, rows: LedgerRows) -> [String] {
        // The integration's own reference speaks of a buyer only where there is one of that id.
        let referred = buyer(session.clientReferenceID).flatMap { rows.users.contains($0) ? $0 : nil }
        return [checkout?.user, buyer(in: session.metadata), referred].compactMap { $0 }
    }

    private static func buyer(in metadata: JSON) -> String? {
        buyer(metadata.said("user_id") ?? metadata.said("userId"))
    }

    private static func trimmed(_ text: String?) -> String? {
        guard let text = text?.trimmingCharacters(in: .init(charactersIn: " ")), !text.isEmpty else { return nil }
        return text
    }

    /// A buyer's id, in lower case where it is a UUID.
    private static func buyer(_ text: String?) -> String? {
        trimmed(text).map { UUID(uuidString: $0) == nil ? $0 : $0.lowercased() }
    }

    /// A whole number above zero, written in up to nine digits.
    private static func credits(_ text: String) -> Int64? {
        guard text.count <= 9, text.first != "0", text.allSatisfy({ "0123456789".contains($0) }) else { return nil }
        return Int64(text)
    }
}

extension PackageRow {
    /// The price in minor units.
    var priceInCents: Int64? { Int64(price.replacing(".", with: "")) }
}
