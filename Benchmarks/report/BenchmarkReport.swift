import ArgumentParser
import Foundation
import Reconciliation
import Reports

/// Writes a table of twelve columns as Tieout writes a detail sheet, and says what it took.
@main
struct BenchmarkReport: ParsableCommand {
    @Argument(help: "xlsx or csv.") var format: String
    @Argument(help: "The file to write.") var path: String
    @Option(help: "How many rows.") var rows = 1_000_000

    /// The rows of the peers are the same; see `write_sheet.c`.
    static let distinctRows = 1_000

    func run() throws {
        let rows = Self.rows()
        let columns = Self.columns
        let started = ContinuousClock.now
        let used = Usage.now.cpuSeconds
        let write: ((borrowing [Cell]) throws -> Void) throws -> Void = { append in
            for index in 0..<self.rows { try append(rows[index % Self.distinctRows]) }
        }
        switch format {
        case "xlsx":
            let folder = URL(filePath: path).deletingLastPathComponent().path
            try SingleTable.writeWorkbook(to: path, temporaryFolder: folder, columns: columns, write)
        case "csv": try SingleTable.writeCSV(to: path, columns: columns, write)
        default: throw ValidationError("xlsx or csv")
        }
        let seconds = (ContinuousClock.now - started) / .seconds(1)
        let usage = Usage.now
        print(
            #"{"peer":"tieout","rows":\#(self.rows),"seconds":\#(seconds),"cpu_seconds":\#(usage.cpuSeconds - used),"#
                + #""peak_mib":\#(usage.peakMebibytes)}"#
        )
    }

    private static let columns: [Column] = [
        Column("stripe_id", .id, "Stripe charge id"), Column("created_at", .instant, "When"),
        Column("status", .status, "Stripe's word"), Column("currency", .text, "Currency"),
        Column("amount", .money, "Amount"), Column("captured", .money, "Captured"),
        Column("refunded", .money, "Refunded"), Column("payment_intent", .id, "Stripe payment intent id"),
        Column("user_id", .id, "Buyer"), Column("package_id", .text, "Package"),
        Column("credits", .integer, "Credits"), Column("state", .status, "Where it ended up"),
    ]

    private static func rows() -> [[Cell]] {
        (0..<distinctRows).map { index in
            let amount = Int64(500 + index * 7)
            return [
                .id("ch_3QKq2LIWRKA5x4kV1\(1_000_000 + index)"),
                .instant(Instant(secondsSinceEpoch: 1_764_000_000 + Int64(index) * 61)), .status("succeeded"),
                .currency(.usd), .money(amount, .usd), .money(amount, .usd), .money(0, .usd),
                .id("pi_3QKq2LIWRKA5x4kV1\(1_000_000 + index)"),
                .id("7f3e0f6e-0000-4000-8000-00000\(1_000_000 + index)"), .text("creative"),
                .integer(50 + Int64(index % 7) * 10), .status(index % 50 == 0 ? "found" : "matched"),
            ]
        }
    }
}

/// What this process has used so far, as the kernel counts it.
private struct Usage {
    let cpuSeconds: Double
    let peakMebibytes: Double

    static var now: Usage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return Usage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peakMebibytes: Double(usage.ru_maxrss) / 1_024
        )
    }
}
