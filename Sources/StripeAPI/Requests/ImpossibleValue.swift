import Reconciliation

extension RecordPage {
    /// The first record with a value that Stripe never sends, which ends the list: an id that is longer than any (what
    /// stands in the ledger could not be compared with it), or a currency of another form than three letters, in which
    /// nothing can be added up.
    ///
    /// Source: Stripe's “Upgrades” guide, by which ids have at most 255 characters.
    var firstImpossible: UnusableObject? {
        let columns = RecordSchema.of(kind).columns
        let ids = columns.indices.filter { $0 == 0 || columns[$0].type == .reference }
        let currencies = columns.indices.filter { columns[$0].name.hasSuffix("currency") }
        for row in 0..<count {
            for column in ids where cell(row: row, column: column).length > Self.longestID {
                return unusable(row, columns[column].name, "is longer than 255 bytes, which no id of Stripe's is")
            }
            for column in currencies where !isCurrency(cell(row: row, column: column)) {
                return unusable(row, columns[column].name, "is no currency of three letters")
            }
        }
        return nil
    }

    private static var longestID: Int32 { 255 }

    private func isCurrency(_ cell: RecordCell) -> Bool {
        guard !cell.isNull else { return true }
        guard cell.length == 3 else { return false }
        let start = Int(cell.number)
        return bytes[start..<start + 3].allSatisfy { (0x61...0x7A).contains($0 | 0x20) && $0 < 0x80 }
    }

    private func unusable(_ row: Int, _ field: String, _ reason: String) -> UnusableObject {
        let id = id(row: row)
        return UnusableObject(
            kind: kind.objectName,
            id: KeyRedaction.redacted(id.utf8.count > 80 ? id.prefix(60) + "…" : id),
            field: field,
            reason: reason,
            requestID: requestID
        )
    }
}
