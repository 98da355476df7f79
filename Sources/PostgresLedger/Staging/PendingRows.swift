import Reconciliation

/// Records that are still to be copied, one buffer a kind, used again and again; and how far their lists were read.
struct PendingRows {
    private static let fullBytes = 512 << 10
    /// How long records may wait: a killed run reads again what had not been copied.
    private static let patience = Duration.milliseconds(200)

    private var buffers: [RecordKind: BinaryRows] = [:]
    private var slices: [Int: SliceProgress] = [:]
    private var oldest: [RecordKind: ContinuousClock.Instant] = [:]

    mutating func append(_ page: RecordPage, _ progress: [SliceProgress]) {
        buffers[page.kind, default: BinaryRows(capacity: Self.fullBytes + Self.fullBytes / 4)].append(page)
        for slice in progress { slices[slice.number] = slice }
        if oldest[page.kind] == nil { oldest[page.kind] = .now }
    }

    /// Whether a kind's records should be copied now: there are many, or they have waited long.
    func areDue(_ kind: RecordKind) -> Bool {
        if (buffers[kind]?.byteCount ?? 0) >= Self.fullBytes { return true }
        return oldest[kind].map { .now - $0 >= Self.patience } ?? false
    }

    mutating func removeAll() {
        buffers.removeAll()
        slices.removeAll()
        oldest.removeAll()
    }

    /// Copies what there is of a kind and keeps the memory, and with the records how far their list was read.
    ///
    /// If the server refuses, nothing of it is kept on either side.
    mutating func copy(_ kind: RecordKind, over connection: Connection) throws(PostgresError) {
        let progress = slices.values.filter { $0.kind == kind }
        for slice in progress { slices[slice.number] = nil }
        oldest[kind] = nil
        guard var rows = buffers.removeValue(forKey: kind) else { return }
        defer {
            rows.removeAll()
            buffers[kind] = rows
        }
        guard rows.count > 0 || !progress.isEmpty else { return }
        try connection.transaction { () throws(PostgresError) in
            if rows.count > 0 { try connection.copy(rows, into: .stageCopy(kind)) }
            if !progress.isEmpty { try connection.store(progress) }
        }
    }

    /// Copies what there is of every kind.
    mutating func copyAll(over connection: Connection) throws(PostgresError) {
        for kind in RecordKind.allCases { try copy(kind, over: connection) }
    }
}
