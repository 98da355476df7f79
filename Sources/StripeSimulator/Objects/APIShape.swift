/// Which of the two shapes Stripe's invoices, charges and payment intents have.
///
/// Version 2025-03-31 (basil) moved invoice payments, the subscription of an invoice and the invoice of a charge elsewhere.
public enum APIShape: String, Sendable, Hashable, CaseIterable {
    /// Before 2025-03-31: `invoice.charge`, `invoice.subscription`, `charge.invoice`.
    case beforeBasil
    /// From 2025-03-31.basil on: `invoice.parent`, invoice payments as objects of their own.
    case current

    /// The version of the current shape that an account has unless a request names another.
    public static let defaultVersion = "2025-08-27.basil"

    /// The shape of a version such as `2025-08-27.basil` or `2024-06-20`; nil for text that is no version.
    public init?(version: String) {
        let date = version.prefix(10).utf8
        let isDate = date.enumerated().allSatisfy { place, byte in
            place == 4 || place == 7
                ? byte == UInt8(ascii: "-") : (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard date.count == 10, isDate else { return nil }
        self = version.prefix(10) < "2025-03-31" ? .beforeBasil : .current
    }
}
