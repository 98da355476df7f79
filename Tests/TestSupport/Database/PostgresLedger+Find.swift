import PostgresLedger
import Reconciliation
import Synchronization

extension PostgresLedger {
    /// Makes the match, asks every rule and gives all that they find; nothing is written down.
    public func find(
        run: RunID,
        period: Period,
        keys: MetadataKeys = MetadataKeys(),
        look: Look = .first,
        now: Instant? = nil
    ) throws(PostgresError) -> [Finding] {
        let found = Mutex<[Finding]>([])
        try find(run: run, period: period, keys: keys, look: look, now: now) { finding in
            found.withLock { $0.append(finding) }
        }
        return found.withLock { $0 }
    }
}
