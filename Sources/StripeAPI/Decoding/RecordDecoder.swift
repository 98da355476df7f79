import CSimdjson
import Reconciliation
import Synchronization

/// Decodes answers about one kind of record; shared use is safe, one after the other.
final class RecordDecoder: Sendable {
    private let kind: RecordKind
    private let handle: Mutex<DecoderHandle>

    init(_ kind: RecordKind) {
        self.kind = kind
        handle = Mutex(DecoderHandle(kind))
    }

    /// The records of a body, whole or not at all.
    func page(_ body: [UInt8], as form: StripeRequest.Form, requestID: String?) throws(DecodingFailure) -> RecordPage {
        try handle.withLock { handle throws(DecodingFailure) in
            let view = try handle.decode(body, as: form).get()
            return RecordPage(
                kind: kind,
                cells: Self.cells(view),
                bytes: Array(UnsafeBufferPointer(start: view.bytes, count: view.byte_count)),
                hasMore: view.has_more,
                requestID: requestID
            )
        }
    }

    private static func cells(_ view: record_page_view) -> [RecordCell] {
        precondition(cellsAreAlike, "RecordCell is not laid out as record_cell")
        return UnsafeRawBufferPointer(start: view.cells, count: view.cell_count * MemoryLayout<record_cell>.stride)
            .withMemoryRebound(to: RecordCell.self) { Array($0) }
    }

    // One copy of the whole page instead of one for each cell; checked, because Swift does not promise the layout.
    private static let cellsAreAlike =
        MemoryLayout<RecordCell>.stride == MemoryLayout<record_cell>.stride
        && MemoryLayout<RecordCell>.offset(of: \.number) == MemoryLayout<record_cell>.offset(of: \.number)
        && MemoryLayout<RecordCell>.offset(of: \.length) == MemoryLayout<record_cell>.offset(of: \.length)
}
