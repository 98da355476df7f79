import CZlib

/// A ZIP archive that is read back: its directory, and each entry inflated and checked against its CRC.
struct ZipArchive: ~Copyable {
    /// One entry of the central directory.
    struct Entry: Hashable {
        var name: String
        var method: UInt16
        var crc: UInt32
        var compressedSize: Int64
        var size: Int64
        var headerOffset: Int64
    }

    let entries: [Entry]
    private let file: InputFile

    /// Reads the directory.
    ///
    /// - Throws: ``ReportError`` when the file is no whole archive.
    init(_ path: String) throws(ReportError) {
        let file = try InputFile(path)
        let entries = try Self.directory(of: file)
        self.file = file
        self.entries = entries
    }

    /// Inflates an entry and passes its bytes to `body` in chunks.
    ///
    /// - Throws: ``ReportError`` when they are not what the directory says.
    func read(_ entry: Entry, _ body: (UnsafeRawBufferPointer) -> Void) throws(ReportError) {
        let header = try file.read(at: entry.headerOffset, count: 30)
        guard header.count == 30, little(header, 0, 4) == 0x0403_4b50 else {
            throw damaged("has no header for \(entry.name)")
        }
        let dataOffset = entry.headerOffset + 30 + Int64(little(header, 26, 2) + little(header, 28, 2))
        var crc: UInt = 0
        var size: Int64 = 0
        let count = { (bytes: UnsafeRawBufferPointer) in
            crc = crc32(crc, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count))
            size += Int64(bytes.count)
            body(bytes)
        }
        switch entry.method {
        case 0: try copy(entry, from: dataOffset, count)
        case 8: try inflate(entry, from: dataOffset, count)
        default: throw damaged("packs \(entry.name) by an unknown method")
        }
        guard size == entry.size, crc == UInt(entry.crc) else { throw damaged("does not hold all of \(entry.name)") }
    }

    private func copy(
        _ entry: Entry,
        from offset: Int64,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(ReportError) {
        var done: Int64 = 0
        while done < entry.compressedSize {
            let bytes = try file.read(at: offset + done, count: Int(min(1 << 16, entry.compressedSize - done)))
            guard !bytes.isEmpty else { throw damaged("ends within \(entry.name)") }
            bytes.withUnsafeBytes(body)
            done += Int64(bytes.count)
        }
    }

    private func inflate(
        _ entry: Entry,
        from offset: Int64,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(ReportError) {
        var inflater = try Inflater(path: file.path)
        var done: Int64 = 0
        while done < entry.compressedSize {
            let bytes = try file.read(at: offset + done, count: Int(min(1 << 16, entry.compressedSize - done)))
            guard !bytes.isEmpty else { throw damaged("ends within \(entry.name)") }
            guard inflater.inflate(bytes, body) else { throw damaged("cannot be unpacked at \(entry.name)") }
            done += Int64(bytes.count)
        }
        guard inflater.isAtEnd else { throw damaged("ends within \(entry.name)") }
    }

    private func damaged(_ problem: String) -> ReportError { .notAsWritten(file.path, problem) }

    private static func directory(of file: borrowing InputFile) throws(ReportError) -> [Entry] {
        let tailSize = Int(min(file.size, 65_557))
        let tail = try file.read(at: file.size - Int64(tailSize), count: tailSize)
        guard tail.count >= 22,
            let end = stride(from: tail.count - 22, through: 0, by: -1).first(where: {
                little(tail, $0, 4) == 0x0605_4b50
            })
        else { throw .notAsWritten(file.path, "is no whole ZIP archive: its directory is missing") }
        let count = little(tail, end + 10, 2)
        let bytes = try file.read(at: Int64(little(tail, end + 16, 4)), count: Int(little(tail, end + 12, 4)))
        var entries: [Entry] = []
        var position = 0
        for _ in 0..<count {
            guard position + 46 <= bytes.count, little(bytes, position, 4) == 0x0201_4b50 else {
                throw .notAsWritten(file.path, "has a damaged ZIP directory")
            }
            let nameLength = Int(little(bytes, position + 28, 2))
            let next =
                position + 46 + nameLength + Int(little(bytes, position + 30, 2) + little(bytes, position + 32, 2))
            guard next <= bytes.count else { throw .notAsWritten(file.path, "has a damaged ZIP directory") }
            entries.append(
                Entry(
                    name: String(decoding: bytes[(position + 46)..<(position + 46 + nameLength)], as: UTF8.self),
                    method: UInt16(little(bytes, position + 10, 2)),
                    crc: UInt32(little(bytes, position + 16, 4)),
                    compressedSize: Int64(little(bytes, position + 20, 4)),
                    size: Int64(little(bytes, position + 24, 4)),
                    headerOffset: Int64(little(bytes, position + 42, 4))
                )
            )
            position = next
        }
        return entries
    }
}

/// An unsigned little-endian number of up to four bytes.
private func little(_ bytes: [UInt8], _ offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
}
