import CSimdjson
import Foundation
import Reconciliation
import Synchronization

/// Decodes answers about one kind of record, several at once.
final class RecordDecoder: Sendable {
    private let kind: RecordKind
    private let workplaces: [Workplace]

    init(_ kind: RecordKind) {
        self.kind = kind
        workplaces = (0..<Self.tasksAtOnce).map { _ in Workplace(kind) }
    }

    /// The records of a body, whole or not at all.
    func page(_ body: [UInt8], as form: StripeRequest.Form, requestID: String?) throws(DecodingFailure) -> RecordPage {
        for workplace in workplaces {
            if let page = workplace.handle.withLockIfAvailable({ page(body, as: form, requestID, by: &$0) }) {
                return try page.get()
            }
        }
        return try workplaces[0].handle.withLock { page(body, as: form, requestID, by: &$0) }.get()
    }

    private func page(
        _ body: [UInt8],
        as form: StripeRequest.Form,
        _ requestID: String?,
        by handle: inout DecoderHandle
    ) -> Result<RecordPage, DecodingFailure> {
        handle.decode(body, as: form).map { view in
            RecordPage(
                kind: kind,
                cells: Self.cells(view),
                bytes: Array(UnsafeBufferPointer(start: view.bytes, count: view.byte_count)),
                hasMore: view.has_more,
                requestID: requestID
            )
        }
    }

    /// A decoder that one task has to itself while it decodes. With one for all, whoever waited for it spun in the
    /// kernel: a tenth of the CPU time of collecting.
    private final class Workplace: Sendable {
        let handle: Mutex<DecoderHandle>

        init(_ kind: RecordKind) { handle = Mutex(DecoderHandle(kind)) }
    }

    /// As many as Swift's pool has threads, and never so many that their buffers count.
    private static let tasksAtOnce = min(ProcessInfo.processInfo.activeProcessorCount, 8)

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
