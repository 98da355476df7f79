import CArchive

/// A ZIP archive that is made while it is sent; the one owner of libarchive's handle.
struct ZipStream: ~Copyable {
    /// What the archive has come to and nobody has taken yet.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    /// libarchive refused; with its words.
    struct Failure: Error { let problem: String }

    private let archive: OpaquePointer
    private let sink: Sink

    /// An empty archive.
    ///
    /// - Throws: ``Failure``.
    init() throws(Failure) {
        guard let archive = archive_write_new() else { preconditionFailure("libarchive has no memory") }
        self.archive = archive
        sink = Sink()
        archive_write_set_format_zip(archive)
        archive_write_set_bytes_per_block(archive, 0)
        let status = archive_write_open2(
            archive,
            // The sink lives as long as this owner, which ends the archive before it goes.
            Unmanaged.passUnretained(sink).toOpaque(),
            nil,
            { _, client, buffer, count in
                guard let client, let buffer else { return -1 }
                let piece = UnsafeRawBufferPointer(start: buffer, count: count)
                Unmanaged<Sink>.fromOpaque(client).takeUnretainedValue().bytes.append(contentsOf: piece)
                return count
            },
            nil,
            nil
        )
        guard status == ARCHIVE_OK else { throw failure() }
    }

    deinit { archive_write_free(archive) }

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - seconds: Unix time at which the file is said to be from, so that the same report makes the same archive.
    /// - Throws: ``Failure``.
    mutating func begin(_ name: String, bytes: Int64, at seconds: Int64) throws(Failure) {
        guard let entry = archive_entry_new() else { throw Failure(problem: "no memory") }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname(entry, name)
        archive_entry_set_size(entry, bytes)
        archive_entry_set_filetype(entry, UInt32(S_IFREG))
        archive_entry_set_perm(entry, 0o640)
        archive_entry_set_mtime(entry, time_t(seconds), 0)
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw failure() }
    }

    /// Adds bytes to the file that was begun.
    ///
    /// - Throws: ``Failure``.
    mutating func add(_ bytes: [UInt8]) throws(Failure) {
        guard archive_write_data(archive, bytes, bytes.count) == bytes.count else { throw failure() }
    }

    /// Ends the archive.
    ///
    /// - Throws: ``Failure``.
    mutating func finish() throws(Failure) {
        guard archive_write_close(archive) == ARCHIVE_OK else { throw failure() }
    }

    /// What there is to send since it was asked last.
    mutating func take() -> [UInt8] {
        defer { sink.bytes = [] }
        return sink.bytes
    }

    private func failure() -> Failure {
        Failure(problem: archive_error_string(archive).map { String(cString: $0) } ?? "libarchive failed")
    }
}
