import Reconciliation

extension BinaryRows {
    /// Adds the records of a page, column by column as its schema says.
    mutating func append(_ page: RecordPage) {
        // The types alone: walking the columns would count references for each cell.
        let types = RecordSchema.of(page.kind).columns.map(\.type)
        page.bytes.withUnsafeBytes { bytes in
            var index = 0
            while index < page.cells.count {
                beginRow(columns: types.count)
                for type in types {
                    append(page.cells[index], as: type, bytes)
                    index += 1
                }
            }
        }
    }

    private mutating func append(_ cell: RecordCell, as type: ColumnType, _ bytes: UnsafeRawBufferPointer) {
        guard !cell.isNull else { return appendNull() }
        switch type {
        case .integer: append(integer: cell.number)
        case .boolean: append(boolean: cell.number != 0)
        case .instant: append(instant: Instant(secondsSinceEpoch: cell.number))
        case .text, .reference: append(text: UnsafeRawBufferPointer(rebasing: bytes[cell.range]))
        case .json: append(json: UnsafeRawBufferPointer(rebasing: bytes[cell.range]))
        }
    }
}

extension RecordCell {
    /// Where a text stands among the page's bytes.
    fileprivate var range: Range<Int> { Int(number)..<Int(number) + Int(length) }
}
