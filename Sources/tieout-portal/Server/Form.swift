import Foundation
import HTTPTypes
import Hummingbird

/// The fields of a form that was sent, in their order; a name may come several times.
struct Form {
    private let fields: [(name: String, value: String)]

    /// More than a plan of thousands of corrections fills.
    static let mostBytes = 1 << 20
    /// More than any other form fills.
    static let mostBytesOfOthers = 16 << 10

    /// Reads the form of a request.
    ///
    /// - Parameter most: the most bytes that are read.
    /// - Throws: ``Refusal``: 415 for another type, 413 for too much, 400 for what is no form.
    init(_ request: Request, upTo most: Int = Self.mostBytesOfOthers) async throws(Refusal) {
        let type = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
        guard type == "application/x-www-form-urlencoded" else {
            throw Refusal(.unsupportedMediaType, "Send a form.")
        }
        var request = request
        let bytes: ByteBuffer
        do {
            bytes = try await request.collectBody(upTo: most)
        } catch {
            throw Refusal(.contentTooLarge, "That is more than a form of this portal holds.")
        }
        guard let fields = Self.fields(of: String(buffer: bytes)) else {
            throw Refusal(.badRequest, "That is no form of this portal.")
        }
        self.fields = fields
    }

    /// The one value of a field; nil where it is missing or comes several times.
    subscript(_ name: String) -> String? {
        let values = all(name)
        return values.count == 1 ? values[0] : nil
    }

    /// Every value of a field.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The fields of a text such as `a=1&b=two+words`; nil for one that is none.
    static func fields(of text: String) -> [(name: String, value: String)]? {
        var fields: [(String, String)] = []
        for part in text.split(separator: "&", maxSplits: 20_000) {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = halves.map { $0.replacing("+", with: " ").removingPercentEncoding }
            guard let name = decoded[0], let value = decoded.count == 2 ? decoded[1] : "" else { return nil }
            fields.append((name, value))
        }
        return fields
    }
}
