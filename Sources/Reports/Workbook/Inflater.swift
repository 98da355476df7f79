import CZlib

/// Inflates raw deflate data chunk by chunk; the one owner of zlib's state, which must not move.
struct Inflater: ~Copyable {
    private let stream: UnsafeMutablePointer<z_stream>
    private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// Whether the data's own end was reached.
    private(set) var isAtEnd = false

    init(path: String) throws(ReportError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard tieout_inflate_init_raw(stream) == Z_OK else {
            stream.deallocate()
            output.deallocate()
            throw ReportError(path, "cannot be unpacked", advice: "free memory and run again")
        }
        self.stream = stream
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        output.deallocate()
    }

    /// Inflates a chunk and passes what comes out to `body`. False when the data are damaged.
    mutating func inflate(_ input: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void) -> Bool {
        input.withUnsafeBufferPointer { bytes in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            repeat {
                stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(output.count)
                let result = CZlib.inflate(stream, Z_NO_FLUSH)
                guard result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR else { return false }
                let count = output.count - Int(stream.pointee.avail_out)
                if count > 0 { body(UnsafeRawBufferPointer(rebasing: output[..<count])) }
                if result == Z_STREAM_END {
                    isAtEnd = true
                    return stream.pointee.avail_in == 0
                }
            } while stream.pointee.avail_out == 0
            return stream.pointee.avail_in == 0
        }
    }
}
