import Foundation
import HTTPTransport
import StripeAPI
import Synchronization

/// Blots secrets out of what the program says, whoever put them there: a server that repeats what it was sent, a library
/// that quotes its settings, a file with a key in the wrong place.
struct Blotting {
    /// The secrets themselves, longer ones first, in every form in which they travel.
    private var secrets: [String]

    private static let known = Mutex(Blotting(environment: ProcessInfo.processInfo.environment))

    /// What this process was given, and what it learnt since.
    static var ofThisProcess: Blotting { known.withLock { $0 } }

    /// From now on blots an address whose path or query is a secret, as a whole and in its long parts.
    static func learn(address: Secret) {
        let text = address.revealed()
        let parts = text.split(whereSeparator: { "/?&=#".contains($0) }).map(String.init)
        known.withLock { $0.add([text] + parts.dropFirst(2).filter { $0.utf8.count >= 16 }) }
    }

    /// From now on blots an address that is a secret as a whole and in its signature, and nothing else of it: its path is no
    /// secret.
    static func learn(link: Secret) {
        let signature = link.revealed().split(separator: "X-Amz-Signature=").dropFirst().last.map(String.init)
        known.withLock { $0.add([link.revealed(), signature].compactMap(\.self)) }
    }

    /// The secrets of an environment, files that it names included.
    init(environment: [String: String]) {
        let text = { (name: String) -> String? in
            if let value = environment[name], !value.isEmpty { return value }
            return environment[name + "_FILE"].flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        }
        var secrets: [String] = []
        if let key = text("STRIPE_SECRET_KEY")?.trimmingCharacters(in: .whitespacesAndNewlines) {
            secrets.append(key)
            // As HTTP's Basic authorization has it; the end depends on what follows the key.
            secrets.append(String(Data(key.utf8).base64EncodedString().prefix(key.utf8.count / 3 * 4)))
        }
        secrets += Self.passwords(inURL: text("DATABASE_URL") ?? "")
        let named = AlertSettings.secrets + HeartbeatSettings.secrets + ReplaySettings.secrets + UploadSettings.secrets
        secrets += named.compactMap(text).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        secrets += Self.passwords(inURL: text("TIEOUT_SMTP_URL") ?? "")
        secrets += [environment["PGPASSWORD"]].compactMap(\.self)
        let passwordFile = environment["PGPASSFILE"] ?? environment["HOME"].map { "\($0)/.pgpass" }
        secrets += Self.passwords(inFile: passwordFile)
        self.secrets = []
        add(secrets)
    }

    private mutating func add(_ more: [String]) {
        // A shorter one would be found in every other word.
        let long = Set(secrets + more).filter { $0.utf8.count >= 6 }
        secrets = long.sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }
    }

    /// A text without the secrets that are known.
    func blotted(_ text: String) -> String {
        secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: "***") : $0 }
    }

    /// A text without them and without whatever else looks like one: keys, tokens, passwords in addresses.
    func blottedByForm(_ text: String) -> String {
        KeyRedaction.redacted(blotted(text))
            .replacing(/(?i)\b(bearer|basic) +[A-Za-z0-9+\/=._-]{6,}/) { "\($0.output.1) ***" }
            .replacing(/(?i)\b((?:X-Amz-)?(?:Signature|Credential|Security-Token)) *= *[^\s,&;<"]+/) {
                "\($0.output.1)=***"
            }
            .replacing(/\b(AKIA|ASIA)[A-Z0-9]{12,}/) { "\($0.output.1)***" }
            .replacing(/(:\/\/[^\s\/:@]*):[^\s@\/]+@/) { "\($0.output.1):***@" }
            .replacing(/(?i)\b((?:ssl)?password) *= *\S+/) { "\($0.output.1)=***" }
    }

    /// The same for whatever JSON is made of; names stay.
    func blotted(_ value: Any) -> Any {
        switch value {
        case let text as String: blotted(text)
        case let list as [Any]: list.map { blotted($0) }
        case let object as [String: Any]: object.mapValues { blotted($0) }
        default: value
        }
    }

    /// The passwords in a URL of libpq's, as they stand and without percent signs.
    private static func passwords(inURL url: String) -> [String] {
        var found = url.matches(of: /:\/\/[^\/:@]*:([^@]+)@/).map { String($0.output.1) }
        found += url.matches(of: /[?&](?:ssl)?password=([^&\s]+)/).map { String($0.output.1) }
        return found + found.compactMap(\.removingPercentEncoding)
    }

    /// The last field of each line of a password file.
    private static func passwords(inFile path: String?) -> [String] {
        guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(whereSeparator: \.isNewline).compactMap { line in
            let fields = line.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
            return fields.count == 5 && !line.hasPrefix("#") ? String(fields[4]) : nil
        }
    }
}
