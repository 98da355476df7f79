import Reconciliation

/// Rows in PostgreSQL's binary COPY form, encoded into one buffer that is used again and again.
///
/// Source: PostgreSQL's documentation of COPY, “Binary Format”, and the `*_send` functions of each type.
struct BinaryRows {
    /// All of it initialized, so that a value is written at its place without the checks of an append.
    private var bytes: [UInt8]
    /// How many bytes the rows take; what lies behind them is room.
    private(set) var byteCount = 0
    /// How many rows the buffer holds.
    private(set) var count = 0

    /// An empty buffer with room for that many bytes.
    init(capacity: Int) {
        bytes = Array(repeating: 0, count: capacity)
    }

    /// Signature, flags and the length of the header's extension.
    static let header: [UInt8] =
        Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    /// A row of −1 columns ends the data.
    static let trailer: [UInt8] = [0xFF, 0xFF]

    /// Forgets the rows and keeps the memory.
    mutating func removeAll() {
        byteCount = 0
        count = 0
    }

    /// Begins a row of that many columns; as many values must follow.
    mutating func beginRow(columns: Int) {
        append(Int16(columns))
        count += 1
    }

    /// NULL of any type.
    mutating func appendNull() { append(Int32(-1)) }

    /// A `bigint`.
    mutating func append(integer: Int64) {
        append(Int32(8))
        append(integer)
    }

    /// A `boolean`.
    mutating func append(boolean: Bool) {
        append(Int32(1))
        append(UInt8(boolean ? 1 : 0))
    }

    /// A `timestamptz`: microseconds since 2000-01-01T00:00:00Z.
    mutating func append(instant: Instant) {
        append(Int32(8))
        append((instant.secondsSinceEpoch - 946_684_800) * 1_000_000)
    }

    /// A `text`.
    mutating func append(text: UnsafeRawBufferPointer) {
        append(Int32(text.count))
        append(text)
    }

    /// A `jsonb`: the number of the form's version, 1, and the JSON text.
    mutating func append(json: UnsafeRawBufferPointer) {
        append(Int32(json.count + 1))
        append(UInt8(1))
        append(json)
    }

    /// Calls with the encoded rows.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<byteCount])) }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        let place = advance(by: number.bitWidth / 8)
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: number.bigEndian, toByteOffset: place, as: type(of: number)) }
    }

    private mutating func append(_ content: UnsafeRawBufferPointer) {
        let place = advance(by: content.count)
        bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[place...]).copyMemory(from: content) }
    }

    /// Makes room for so many bytes more and says where they begin.
    private mutating func advance(by length: Int) -> Int {
        let place = byteCount
        byteCount += length
        if byteCount > bytes.count { bytes += Array(repeating: 0, count: max(byteCount, bytes.count)) }
        return place
    }
}
