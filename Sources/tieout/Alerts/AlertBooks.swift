import Alerts
import Logging
import PostgresLedger
import Reconciliation
import Reports

/// Where it is kept what was told and is not over: in the ledger's books and, while those are out of reach, in a file beside
/// the reports, from which the next run that reaches them brings it in.
struct AlertBooks {
    /// Nil where the database is out of reach.
    let ledger: PostgresLedger?
    let file: StandingAlertFile
    let publisher: ReportPublisher
    let log: Logger

    /// The books as they were read.
    struct Reading {
        /// What was told and is not over.
        var standing: [StandingAlert]
        /// Whether the ledger's books are among them.
        var isOfLedger: Bool
        /// Whether the file is; what could not be read is not replaced.
        var isOfFile: Bool
    }

    /// Reads what stands.
    func read() async -> Reading {
        let (kept, beside) = (await standingInLedger(), standingInFile())
        return Reading(
            standing: (kept ?? []).joined(by: beside ?? []),
            isOfLedger: kept != nil,
            isOfFile: beside != nil
        )
    }

    /// Puts what stands now in the place of what was read.
    func keep(_ standing: [StandingAlert], insteadOf reading: Reading) async {
        if reading.isOfLedger, await keepInLedger(standing) {
            if reading.isOfFile { writeFile([]) }
        } else if reading.isOfFile, standing != reading.standing {
            log.warning("what was told is kept in \(file.path) until a run reaches the database's books")
            writeFile(standing)
        }
    }

    private func standingInLedger() async -> [StandingAlert]? {
        guard let ledger else { return nil }
        do {
            return try await ledger.standingAlerts()
        } catch {
            log.warning("what was told before cannot be read in the database: \(error)")
            return nil
        }
    }

    private func standingInFile() -> [StandingAlert]? {
        do throws(StandingAlertFileError) {
            return try file.read()
        } catch {
            log.warning("what was told while the database was out of reach may be told again: \(error)")
            return nil
        }
    }

    /// Whether the ledger has taken it.
    private func keepInLedger(_ standing: [StandingAlert]) async -> Bool {
        guard let ledger else { return false }
        do {
            try await ledger.keep(standing: standing)
            return true
        } catch {
            log.warning("what was told cannot be written down in the database: \(error)")
            return false
        }
    }

    private func writeFile(_ standing: [StandingAlert]) {
        do {
            // The first run of all may fail before there are reports.
            if !standing.isEmpty { try publisher.requireRoot() }
            try file.write(standing)
        } catch {
            log.warning("what was told cannot be written down beside the reports, so it may be told again: \(error)")
        }
    }
}
