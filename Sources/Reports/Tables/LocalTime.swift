import Foundation
import Reconciliation

/// How moments are written for whoever looks at a clock on the wall: in the report's time zone, with what it is apart from
/// UTC, so that the hour that comes twice when clocks are set back is told apart.
public struct LocalTime: Sendable {
    private let zone: TimeZone?
    private let name: String

    /// Times of that IANA zone; one that is not known here is taken for UTC.
    public init(_ name: String) { (self.name, zone) = (name, TimeZone(identifier: name)) }

    /// `2026-11-22T08:10:41Z`, and where the zone is another than UTC ` (2026-11-22 09:10:41 +01:00 Europe/Berlin)`.
    public func both(_ instant: Instant) -> String {
        ["UTC", "Etc/UTC"].contains(name) ? "\(instant)" : "\(instant) (\(local(instant)) \(name))"
    }

    /// `2026-11-22 09:10:41 +01:00`.
    public func local(_ instant: Instant) -> String {
        let offset = offset(at: instant)
        let minutes = abs(offset) / 60
        let digits = { (number: Int64) in (number < 10 ? "0" : "") + String(number) }
        return "\(wall(instant)) \(offset < 0 ? "-" : "+")\(digits(minutes / 60)):\(digits(minutes % 60))"
    }

    /// `2026-11-22 09:10:41`, as slots of time are labelled.
    func wall(_ instant: Instant) -> String {
        String((instant + offset(at: instant)).rfc3339.dropLast().replacing("T", with: " "))
    }

    private func offset(at instant: Instant) -> Int64 {
        Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant.secondsSinceEpoch))) ?? 0)
    }
}
