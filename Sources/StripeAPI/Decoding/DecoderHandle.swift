import CSimdjson
import Reconciliation

/// Owns a decoder of `CSimdjson`, set up with the columns of one kind.
struct DecoderHandle: ~Copyable {
    private let decoder: OpaquePointer

    init(_ kind: RecordKind) {
        let columns = RecordSchema.of(kind).columns
        guard let decoder = record_decoder_create(kind.objectName, UInt32(columns.count)) else {
            preconditionFailure("there is no memory for a decoder")
        }
        self.decoder = decoder
        for (index, column) in columns.enumerated() {
            for (rank, path) in column.paths.enumerated() {
                let isAdded = record_decoder_add_path(
                    decoder,
                    path.joined(separator: "."),
                    UInt32(index),
                    UInt8(rank),
                    column.type.value,
                    column.isRequired
                )
                precondition(isAdded, "\(kind) cannot read \(column.name) from \(path)")
            }
        }
    }

    deinit {
        record_decoder_destroy(decoder)
    }

    /// Decodes a body; the view is borrowed until the next call.
    mutating func decode(_ body: [UInt8], as form: StripeRequest.Form) -> Result<record_page_view, DecodingFailure> {
        var view = record_page_view()
        var failure = record_failure()
        let isDecoded = body.withUnsafeBufferPointer { bytes in
            switch form {
            case .page: record_decoder_decode_list(decoder, bytes.baseAddress, bytes.count, &view, &failure)
            case .object: record_decoder_decode_object(decoder, bytes.baseAddress, bytes.count, &view, &failure)
            }
        }
        return isDecoded ? .success(view) : .failure(DecodingFailure(failure))
    }
}

extension ColumnType {
    fileprivate var value: record_value {
        switch self {
        case .text: record_value_text
        case .reference: record_value_reference
        case .integer: record_value_integer
        case .boolean: record_value_boolean
        case .instant: record_value_instant
        case .json: record_value_json
        }
    }
}
