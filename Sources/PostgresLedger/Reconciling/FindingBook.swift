import Foundation
import Reconciliation

/// The life of findings, in Tieout's own books.
extension PostgresLedger {
    /// Writes down what a run found: new findings open, known ones seen again, closed ones open again.
    ///
    /// - Throws: ``PostgresError``.
    package func store(_ findings: [Finding], run: RunID, now: Instant) throws(PostgresError) {
        try connection.store(findings, run: run, now: now)
    }

    /// Closes what the run saw in its first look and not in its second: corrected by the run, or gone while it worked.
    ///
    /// - Parameter secondLook: when the second look's findings count as seen.
    /// - Throws: ``PostgresError``.
    public func closeNotSeenAgain(run: RunID, secondLook: Instant) throws(PostgresError) {
        try connection.change(.findingCloseNotSeenAgain, [.text(run.text), .instant(secondLook)])
    }

    /// Closes findings of earlier runs that this run did not find again although it examined their records.
    ///
    /// - Throws: ``PostgresError``.
    public func closeUnseen(run: RunID, now: Instant) throws(PostgresError) {
        try connection.change(.findingCloseGone, [.text(run.text), .instant(now)])
    }

    /// Everything that is open, oldest first.
    ///
    /// - Throws: ``PostgresError``.
    public func openFindings() throws(PostgresError) -> [OpenFinding] { try openFindings(.findingListOpen, []) }

    /// Every finding that ever named an object; `id` is a Stripe id, a ledger id or a fingerprint.
    ///
    /// - Throws: ``PostgresError``.
    public func findings(naming id: String) throws(PostgresError) -> [OpenFinding] {
        try openFindings(.findingListOfObject, [.text(id)])
    }

    private func openFindings(
        _ statement: Statement,
        _ parameters: [Parameter]
    ) throws(PostgresError) -> [OpenFinding] {
        var findings: [OpenFinding] = []
        for row in try connection.query(statement, parameters) { findings.append(try OpenFinding(stored: row)) }
        return findings
    }

    /// JSON of an object of texts, numbers and nulls, which always encodes.
    static func json(_ object: Any) -> String {
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]) else {
            preconditionFailure("evidence is texts and numbers")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Connection {
    /// Writes findings of a run down, as many at a time as one statement takes.
    func store(_ findings: [Finding], run: RunID, now: Instant) throws(PostgresError) {
        for batch in findings.batches(of: PostgresLedger.findingsOfPortion) {
            try change(
                .findingStore,
                [.json(PostgresLedger.json(batch.map(\.storedJSON))), .text(run.text), .instant(now)]
            )
        }
    }
}

extension Array {
    /// The elements in order, in parts of at most that many.
    func batches(of size: Int) -> [ArraySlice<Element>] {
        stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    }
}

extension Statement {
    static let findingStore = Statement("finding_store", embedded: PackageResources.finding_store_sql)
    static let findingCloseNotSeenAgain = Statement(
        "finding_close_not_seen_again",
        embedded: PackageResources.finding_close_not_seen_again_sql
    )
    static let findingCloseGone = Statement("finding_close_gone", embedded: PackageResources.finding_close_gone_sql)
    static let findingListOpen = Statement("finding_list_open", embedded: PackageResources.finding_list_open_sql)
    static let findingListOfObject = Statement(
        "finding_list_of_object",
        embedded: PackageResources.finding_list_of_object_sql
    )
}
