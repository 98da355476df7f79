import Foundation
import HTTPTransport

/// A bucket at work: what is asked of it is signed, tried again where that may help, and either done or an error.
///
/// Its calls block until they are done; a thread that others wait for has to leave them to one of its own.
public struct ObjectStore: ~Copyable {
    /// The most tries of one request.
    public static let mostTries = 4
    /// The longest wait between two tries, whatever the store asks for.
    static let longestWait: Duration = .seconds(20)

    let settings: ObjectStoreSettings
    private let transfer: SignedTransfer
    private let mayGoOn: @Sendable () -> Bool
    private let pause: @Sendable (Duration) -> Void
    private let deadline: ContinuousClock.Instant

    /// A bucket that is used for no longer than the limit.
    ///
    /// - Parameters:
    ///   - mayGoOn: asked at least once a second; false ends what is under way with ``ObjectStoreError/Kind/stopped``.
    ///   - pause: how it waits between two tries; tests let time pass otherwise.
    public init(
        _ settings: ObjectStoreSettings,
        within limit: Duration,
        while mayGoOn: @escaping @Sendable () -> Bool = { true },
        pause: @escaping @Sendable (Duration) -> Void = { Thread.sleep(forTimeInterval: $0 / .seconds(1)) }
    ) {
        transfer = SignedTransfer(to: settings, while: mayGoOn)
        deadline = .now + limit
        (self.settings, self.mayGoOn, self.pause) = (settings, mayGoOn, pause)
    }

    /// What is told of an object without reading it.
    struct Head {
        var size: Int64?
        /// SHA-256 in hexadecimal digits, as whoever put it said.
        var sha256: String?
    }

    /// Looks at an object; nil where there is none.
    func head(_ key: ObjectKey) throws(ObjectStoreError) -> Head? {
        let request = StoreRequest(method: .head, key: key)
        let answer = try perform(request, "look at \(key)", accepts: [200, 404])
        guard answer.status == 200 else { return nil }
        return Head(size: answer.fields["content-length"].flatMap(Int64.init), sha256: answer.fields[Self.hashField])
    }

    /// Puts an object in its place; readers see all of it or nothing.
    ///
    /// - Throws: ``ObjectStoreError``; whether the object is there is unknown then.
    public func put(_ content: ObjectContent, as key: ObjectKey) throws(ObjectStoreError) {
        guard content.size <= ObjectContent.mostBytes else { throw error(.tooLarge, "put \(key)") }
        var fields = [
            ("Content-Type", content.type),
            // The store computes it anew and refuses what differs; a bucket under a lock asks for it.
            ("x-amz-checksum-sha256", Self.base64(ofHexadecimal: content.sha256)), (Self.hashField, content.sha256),
        ]
        if content.changes { fields.append(("Cache-Control", "no-cache")) }
        switch settings.encryption {
        case .asTheBucketDoes: break
        case .aes256: fields.append(("x-amz-server-side-encryption", "AES256"))
        case .kms(let id):
            fields.append(("x-amz-server-side-encryption", "aws:kms"))
            if let id { fields.append(("x-amz-server-side-encryption-aws-kms-key-id", id)) }
        }
        let request = StoreRequest(
            method: .put,
            key: key,
            fields: fields.map { (name: $0.0, value: $0.1) },
            content: content
        )
        _ = try perform(request, "put \(key)", accepts: [200, 201, 204])
    }

    /// The bytes of a small object; nil where there is none.
    public func bytes(of key: ObjectKey) throws(ObjectStoreError) -> [UInt8]? {
        let request = StoreRequest(method: .get, key: key)
        let answer = try perform(request, "read \(key)", accepts: [200, 404])
        if answer.status == 404 {
            let kind = ObjectStoreError.Kind(answer)
            if case .noBucket = kind { throw error(kind, "read \(key)") }
            return nil
        }
        return answer.body
    }

    /// Deletes an object, if it is there.
    func delete(_ key: ObjectKey) throws(ObjectStoreError) {
        let request = StoreRequest(method: .delete, key: key)
        _ = try perform(request, "delete \(key)", accepts: [200, 202, 204, 404])
    }

    /// The keys that begin with a text.
    public func keys(beginningWith prefix: String) throws(ObjectStoreError) -> Set<String> {
        var (keys, token, seen): (Set<String>, String?, Set<String>) = ([], nil, [])
        repeat {
            let page = try page(of: prefix, most: 1_000, from: token)
            keys.formUnion(page.elements("Contents").compactMap { StoreText($0).first("Key") })
            token = page.word("IsTruncated") == "true" ? page.first("NextContinuationToken") : nil
            // A store that gives the same page again and again would be listed for ever.
            if let token, !seen.insert(token).inserted { return keys }
        } while token != nil
        return keys
    }

    /// Asks for one key that begins with a text: whether the bucket is there and the access key is known. Writes nothing.
    public func requireAccess(to prefix: String) throws(ObjectStoreError) {
        _ = try page(of: prefix, most: 1, from: nil)
    }

    private func page(of prefix: String, most: Int, from token: String?) throws(ObjectStoreError) -> StoreText {
        // Escaped, and in the order of the names: what is signed is what is sent.
        let query =
            (token.map { "continuation-token=\($0.percentEncoded)&" } ?? "")
            + "list-type=2&max-keys=\(most)&prefix=\(prefix.percentEncoded)"
        let request = StoreRequest(method: .get, query: query)
        let answer = try perform(request, "list \(prefix.isEmpty ? "its keys" : prefix)", accepts: [200])
        return StoreText(String(decoding: answer.body, as: UTF8.self))
    }

    /// The same store with a time of its own, where nobody is asked whether to go on: for undoing what was begun.
    func afterwards(within limit: Duration) -> ObjectStore { ObjectStore(settings, within: limit, pause: pause) }
}

// MARK: Tries

extension ObjectStore {
    /// What became of one try.
    private enum Try {
        case answered(StoreAnswer)
        /// With how long the store asks to wait.
        case failed(ObjectStoreError, wait: Duration?)
    }

    /// The answer to a request, of one of these statuses.
    private func perform(
        _ request: StoreRequest,
        _ doing: String,
        accepts: Set<Int>
    ) throws(ObjectStoreError) -> StoreAnswer {
        var (tries, before) = (0, String?.none)
        while true {
            guard mayGoOn() else { throw error(.stopped, doing) }
            guard deadline > .now else { throw error(.outOfTime(before), doing) }
            tries += 1
            switch attempt(request, doing, accepts: accepts) {
            case .answered(let answer): return answer
            case .failed(let failure, let asked):
                guard failure.mayPass, tries < Self.mostTries else { throw failure }
                before = failure.reason
                wait(after: tries, asked: asked)
            }
        }
    }

    private func attempt(_ request: StoreRequest, _ doing: String, accepts: Set<Int>) -> Try {
        do throws(SignedTransfer.Failure) {
            let answer = try transfer.answer(to: request, within: deadline - .now)
            guard !accepts.contains(answer.status) else { return .answered(answer) }
            let asked = answer.fields["retry-after"].flatMap { Int($0) }.map { Duration.seconds($0) }
            return .failed(error(ObjectStoreError.Kind(answer), doing), wait: asked)
        } catch {
            return .failed(self.error(ObjectStoreError.Kind(error), doing), wait: nil)
        }
    }

    /// Half a second, then one, then two, each with jitter, unless the store asks for more.
    private func wait(after tries: Int, asked: Duration?) {
        let usual = Duration.milliseconds(Int64.random(in: 250...750) << (tries - 1))
        var left = min(max(usual, asked ?? .zero), Self.longestWait, deadline - .now)
        while left > .zero, mayGoOn() {
            let part = min(left, .milliseconds(100))
            pause(part)
            left -= part
        }
    }

    func error(_ kind: ObjectStoreError.Kind, _ doing: String) -> ObjectStoreError {
        ObjectStoreError(kind: kind, doing: doing, store: "\(settings.bucket) at \(settings.origin.host)")
    }

    /// Where the hash stands of whoever put an object, so that it can be compared without reading it: every store keeps it.
    fileprivate static let hashField = "x-amz-meta-sha256"

    private static func base64(ofHexadecimal digits: String) -> String {
        let nibbles = digits.compactMap(\.hexDigitValue).map(UInt8.init)
        let bytes = stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
        return Data(bytes).base64EncodedString()
    }
}
