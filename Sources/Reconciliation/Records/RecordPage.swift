/// One cell of a staged record: a number by value, or text by its place in the page's bytes.
public struct RecordCell: Hashable, Sendable {
    /// The value of an integer, a boolean (0 or 1) or an instant (Unix seconds); of text, the offset of its first byte.
    public var number: Int64
    /// Of text and JSON, the length in bytes; otherwise 0. Negative for a value that is absent or `null`.
    public var length: Int32

    /// The cell of an absent value.
    public static let null = RecordCell(number: 0, length: -1)

    /// A cell of those contents.
    public init(number: Int64, length: Int32) {
        self.number = number
        self.length = length
    }

    /// Whether the value is absent or `null`.
    public var isNull: Bool { length < 0 }
}

/// One page of records of a kind, flat: what decoding hands to staging without an object per record.
public struct RecordPage: Sendable {
    /// The kind of its records.
    public let kind: RecordKind
    /// Cells row by row, in the order of ``RecordSchema/columns``.
    public let cells: [RecordCell]
    /// UTF-8 of all text and JSON cells, without NUL and without lone surrogates.
    public let bytes: [UInt8]
    /// Whether Stripe says that the list goes on.
    public let hasMore: Bool
    /// Stripe's `Request-Id` of the answer, which Stripe's support asks for.
    public let requestID: String?
    /// How many cells a row has.
    private let width: Int

    /// A page of those cells.
    ///
    /// - Precondition: the cells are whole rows of the kind's schema.
    public init(kind: RecordKind, cells: [RecordCell], bytes: [UInt8], hasMore: Bool, requestID: String?) {
        width = RecordSchema.of(kind).columns.count
        precondition(cells.count.isMultiple(of: width), "cells are no whole rows")
        self.kind = kind
        self.cells = cells
        self.bytes = bytes
        self.hasMore = hasMore
        self.requestID = requestID
    }

    /// How many records it holds.
    public var count: Int { cells.count / width }

    /// The cell of a row and a column.
    public func cell(row: Int, column: Int) -> RecordCell {
        cells[row * width + column]
    }

    /// The text of a cell; nil for an absent value.
    public func text(row: Int, column: Int) -> String? {
        let cell = cell(row: row, column: column)
        guard !cell.isNull else { return nil }
        let start = Int(cell.number)
        return String(decoding: bytes[start..<start + Int(cell.length)], as: UTF8.self)
    }

    /// The id of a row's record.
    public func id(row: Int) -> String { text(row: row, column: 0) ?? "" }

    /// When a row's record was created.
    public func created(row: Int) -> Instant { Instant(secondsSinceEpoch: cell(row: row, column: 1).number) }
}
