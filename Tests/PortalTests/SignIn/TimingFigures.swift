import Foundation
import HTTPTransport
import TestSupport
import Testing

@testable import tieout_portal

/// How long answers take that must not tell a secret; `Benchmarks/signin/timing` prints the figures, and nothing is asserted on them.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["TIEOUT_TIMING"] != nil)) struct TimingFigures {
    /// Times of one kind, in nanoseconds.
    private struct Sample {
        var times: [Double] = []
        var mean: Double { times.reduce(0, +) / Double(times.count) }
        var variance: Double { times.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(times.count - 1) }

        /// Without the tenth that took longest, which is what else the machine did.
        var settled: Sample { Sample(times: Array(times.sorted().prefix(times.count * 9 / 10))) }

        /// Welch's t: beyond 4.5 the two are told apart.
        static func t(_ left: Sample, _ right: Sample) -> Double {
            let spread = left.variance / Double(left.times.count) + right.variance / Double(right.times.count)
            return (left.mean - right.mean) / spread.squareRoot()
        }
    }

    private static func nanoseconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
    }

    private static func say(
        _ name: String,
        _ left: (String, Sample),
        _ right: (String, Sample),
        unit: Double,
        _ symbol: String
    ) {
        let (one, other) = (left.1.settled, right.1.settled)
        let figures = [one.mean / unit, other.mean / unit, Sample.t(one, other)].map { String(format: "%.2f", $0) }
        print(
            "timing: \(name): \(left.0) \(figures[0]) \(symbol), \(right.0) \(figures[1]) \(symbol), t \(figures[2]) (\(one.times.count) each)"
        )
    }

    /// Values of 4,096 bytes, so that what differs would be seen; the values of a cookie have 43.
    @Test func comparisons() {
        let kept = RandomToken.bytes(4096)
        var (first, last) = (kept, kept)
        first[0] ^= 1
        last[4095] ^= 1
        for (name, compare) in [
            ("ConstantTime.equal", { ConstantTime.equal($0, $1) }), ("Swift's ==, as a control", { $0 == $1 }),
        ] as [(String, ([UInt8], [UInt8]) -> Bool)] {
            var (atFirst, atLast) = (Sample(), Sample())
            var same = 0
            for _ in 0..<20_000 {
                // In random order, so that nothing that comes and goes falls on one of them.
                for isFirst in Bool.random() ? [true, false] : [false, true] {
                    let sent = isFirst ? first : last
                    let time = ContinuousClock().measure { same += compare(sent, kept) ? 1 : 0 }
                    if isFirst {
                        atFirst.times.append(Self.nanoseconds(time))
                    } else {
                        atLast.times.append(Self.nanoseconds(time))
                    }
                }
            }
            Self.say(name, ("first byte differs", atFirst), ("last byte differs", atLast), unit: 1, "ns")
            #expect(same == 0)
        }
    }

    @Test func namesThatNobodyHas() async throws {
        let folder = try WorkFolder()
        let path = folder.path + "/users"
        let hash = PasswordHash(of: Secret("correct horse battery"))
        try Data("ann:viewer:\(hash.text)\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let users = try LocalUsers(file: LocalUserFile(path: path), now: Date())
        var (known, unknown) = (Sample(), Sample())
        for _ in 0..<100 {
            for isKnown in Bool.random() ? [true, false] : [false, true] {
                let start = ContinuousClock.now
                let account = try? await users.account(
                    name: isKnown ? "ann" : "nobody",
                    password: Secret("a wrong password"),
                    now: Date()
                )
                let time = Self.nanoseconds(ContinuousClock.now - start)
                if isKnown { known.times.append(time) } else { unknown.times.append(time) }
                #expect(account == nil)
            }
        }
        Self.say("a wrong password", ("of a user", known), ("of nobody", unknown), unit: 1e6, "ms")
    }
}
