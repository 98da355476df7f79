/// Something that was asked of a store and not done.
///
/// It tells the store's own code for it, such as `AccessDenied`, and nothing else that the store says: its sentences may repeat
/// keys and signatures.
public struct ObjectStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong.
    public enum Kind: Hashable, Sendable {
        /// No connection, or none that lasted, in all tries; with libcurl's words.
        case unreachable(String)
        /// 429 or 5xx in all tries.
        case unavailable(Answer)
        /// The time for all of it is over; what went wrong before, where something did.
        case outOfTime(String?)
        /// Whoever asked did not want to go on.
        case stopped
        /// The connection cannot be trusted; with libcurl's words.
        case untrusted(String)
        /// libcurl can do no such thing.
        case unsupported(String)
        /// The key or its secret is none, or the token has expired.
        case unknownKey(Answer)
        /// The key may not do that.
        case denied(Answer)
        /// The store's clock and this machine's are too far apart.
        case clock(Answer)
        /// There is no such bucket.
        case noBucket(Answer)
        /// The bucket is in another region; in which, where the store tells.
        case otherRegion(Answer, String?)
        /// What arrived is not what was sent.
        case damaged(Answer)
        /// Any other answer.
        case refused(Answer)
        /// An object of that name holds something else.
        case differs
        /// An object of that name was put by others, without the hash by which it could be compared.
        case unlabelled
        /// The file cannot be read, or is not what was published.
        case unreadable(String)
        /// The file is larger than a store takes at once.
        case tooLarge
    }

    /// An answer of the store's: its status, and its code for what is wrong.
    public struct Answer: Hashable, Sendable, CustomStringConvertible {
        /// The HTTP status.
        public let status: Int
        /// Such as `NoSuchBucket`.
        public let code: String?

        /// `403 AccessDenied`.
        public var description: String { code.map { "\(status) \($0)" } ?? "\(status)" }
    }

    /// What went wrong.
    public let kind: Kind
    /// What was being done, as in “list tieout/”.
    public let doing: String
    /// Bucket and host.
    public let store: String
    /// What of an upload stays in the store although the upload failed.
    public internal(set) var leftBehind: [ObjectKey] = []

    /// One sentence: where, what, and what came back.
    public var description: String {
        let left =
            leftBehind.isEmpty
            ? "" : "; what of it could not be deleted again: \(leftBehind.map(\.text).joined(separator: ", "))"
        return "\(store): cannot \(doing): \(reason)\(left)"
    }

    /// What came back, as the end of a sentence.
    var reason: String {
        switch kind {
        case .unreachable(let words): "it is out of reach (\(words))"
        case .unavailable(let answer): "it answers \(answer) at every try"
        case .outOfTime(let before): "the time for it is over" + (before.map { "; before that, \($0)" } ?? "")
        case .stopped: "it was stopped"
        case .untrusted(let words): "the connection cannot be trusted (\(words))"
        case .unsupported(let words): words
        case .unknownKey(let answer): "the access key is not accepted (\(answer))"
        case .denied(let answer): "the access key may not do that (\(answer))"
        case .clock(let answer): "this machine's clock and the store's are too far apart (\(answer))"
        case .noBucket(let answer): "there is no such bucket (\(answer))"
        case .otherRegion(let answer, let region):
            "the bucket is in another region" + (region.map { ", \($0)" } ?? "") + " (\(answer))"
        case .damaged(let answer): "what arrived is not what was sent (\(answer))"
        case .refused(let answer): "it answers \(answer)"
        case .differs: "an object of that name holds something else, and nothing is overwritten"
        case .unlabelled:
            "an object of that name is there without the hash that Tieout keeps beside it (x-amz-meta-sha256), and nothing is"
                + " overwritten"
        case .unreadable(let problem): "the file cannot be sent, \(problem)"
        case .tooLarge: "the file is larger than the 5 GiB that a store takes in one request"
        }
    }

    /// Whether what was sent may have been taken all the same: only an answer tells that it was not.
    var mayHaveArrived: Bool {
        switch kind {
        case .unreachable, .unavailable, .outOfTime, .stopped: true
        default: false
        }
    }

    /// Whether the same request may succeed a little later.
    var mayPass: Bool {
        switch kind {
        case .unreachable, .unavailable: true
        default: false
        }
    }
}

extension ObjectStoreError.Kind {
    /// What it means that there is no answer.
    init(_ failure: SignedTransfer.Failure) {
        switch failure {
        case .unreadable(let problem): self = .unreadable(problem)
        case .stopped: self = .stopped
        case .untrusted(let words): self = .untrusted(words)
        case .unsupported(let words): self = .unsupported(words)
        case .lost(let words): self = .unreachable(words)
        }
    }

    /// What an answer means that is not what was asked for.
    init(_ answer: StoreAnswer) {
        let text = String(decoding: answer.body.prefix(64 << 10), as: UTF8.self)
        let code = StoreText(text).word("Code")
        let told = ObjectStoreError.Answer(status: answer.status, code: code)
        switch (answer.status, code) {
        case (_, "InvalidAccessKeyId"), (_, "SignatureDoesNotMatch"), (_, "InvalidToken"), (_, "ExpiredToken"),
            (401, _):
            self = .unknownKey(told)
        case (_, "RequestTimeTooSkewed"): self = .clock(told)
        case (_, "NoSuchBucket"): self = .noBucket(told)
        case (_, "AuthorizationHeaderMalformed"), (_, "IllegalLocationConstraintException"), (_, "PermanentRedirect"),
            (301, _), (307, _):
            let region = StoreText(text).word("Region") ?? answer.fields["x-amz-bucket-region"].flatMap(StoreText.word)
            self = .otherRegion(told, region)
        case (_, "BadDigest"), (_, "XAmzContentSHA256Mismatch"), (_, "InvalidDigest"), (_, "IncompleteBody"):
            self = .damaged(told)
        case (429, _), (500, _), (502, _), (503, _), (504, _), (_, "SlowDown"), (_, "RequestTimeout"):
            self = .unavailable(told)
        case (403, _): self = .denied(told)
        default: self = .refused(told)
        }
    }
}
