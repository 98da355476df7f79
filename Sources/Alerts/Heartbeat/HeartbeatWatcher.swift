import Foundation
import HTTPTransport

/// Who expects a run at its time and says so when none comes: the only one who notices that a host is down.
public enum HeartbeatWatcher: Hashable, Sendable {
    /// healthchecks.io, or a server of its kind: the address of one check, which is a secret.
    case healthchecks(Secret)
    /// Sentry's crons: the address of a monitor's check-ins, with the project's public key, and the environment told there.
    case sentry(Secret, environment: String)

    /// Its name, for whoever reads that it was not told.
    public var name: String {
        switch self {
        case .healthchecks: "healthchecks"
        case .sentry: "Sentry"
        }
    }

    /// The request that tells it of a beat.
    ///
    /// Sources: healthchecks' pinging API (`/start`, `/<exit status>`, `rid`), Sentry's check-ins by HTTP (`status`,
    /// `check_in_id`, `environment`).
    func request(for beat: Beat, of run: UUID) -> HTTPRequest {
        switch self {
        case .healthchecks(let address):
            let rid = ("rid", run.uuidString.lowercased())
            let url = { Self.url(address, adding: $0, [rid]) }
            switch beat {
            case .began: return HTTPRequest(.post, url: url("/start"))
            case .ended(let exitStatus, let isWell, let summary):
                return HTTPRequest(
                    .post,
                    url: url(isWell ? "" : "/\(exitStatus)"),
                    headers: [.init("Content-Type", "application/json")],
                    body: summary
                )
            }
        case .sentry(let address, let environment):
            let status =
                switch beat {
                case .began: "in_progress"
                case .ended(_, let isWell, _): isWell ? "ok" : "error"
                }
            let id = run.uuidString.lowercased().replacing("-", with: "")
            let members = [("status", status), ("check_in_id", id), ("environment", environment)]
            return HTTPRequest(.get, url: Self.url(address, adding: "", members))
        }
    }

    /// The address with something behind its path and something behind its query.
    private static func url(_ address: Secret, adding path: String, _ members: [(String, String)]) -> String {
        let parts = address.revealed().split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let base = path.isEmpty ? parts[0] : parts[0].trimming("/")
        let given = parts.count > 1 && !parts[1].isEmpty ? ["\(parts[1])"] : []
        return "\(base)\(path)?" + (given + members.map { "\($0)=\($1)" }).joined(separator: "&")
    }
}

extension Substring {
    fileprivate func trimming(_ end: Character) -> Substring { hasSuffix("\(end)") ? dropLast() : self }
}
