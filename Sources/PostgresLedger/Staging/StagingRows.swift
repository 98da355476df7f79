import Reconciliation

extension BinaryRows {
    /// Adds the records of a page, column by column as its schema says.
    mutating func append(_ page: RecordPage) {
        let columns = RecordSchema.of(page.kind).columns
        page.bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < page.cells.count {
                beginRow(columns: columns.count)
                for column in columns {
                    append(page.cells[index], as: column.type, bytes)
                    index += 1
                }
            }
        }
    }

    private mutating func append(_ cell: RecordCell, as type: ColumnType, _ bytes: UnsafeBufferPointer<UInt8>) {
        guard !cell.isNull else { return appendNull() }
        switch type {
        case .integer: append(integer: cell.number)
        case .boolean: append(boolean: cell.number != 0)
        case .instant: append(instant: Instant(secondsSinceEpoch: cell.number))
        case .text, .reference: append(text: bytes[cell.range])
        case .json: append(json: bytes[cell.range])
        }
    }
}

extension RecordCell {
    /// Where a text stands among the page's bytes.
    fileprivate var range: Range<Int> { Int(number)..<Int(number) + Int(length) }
}
