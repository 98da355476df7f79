import Foundation

/// A file that is written only where none is yet.
struct NewFile {
    let path: String
    /// Read, write and execute as `chmod` takes them, whatever the umask.
    var mode: mode_t = 0o644

    /// Writes it whole or not at all.
    ///
    /// - Throws: ``Failure`` with status 64 when a file is there, 73 when it cannot be written.
    func write(_ text: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
        guard descriptor >= 0 else {
            guard errno != EEXIST else { throw isThere }
            throw cannotWrite(String(cString: strerror(errno)))
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            unlink(path)
            throw cannotWrite(error.localizedDescription)
        }
    }

    /// The failure that a file in its place is.
    var isThere: Failure {
        Failure(.usage, "\(path) is there already", advice: "Choose another --write, or move the file away.")
    }

    private func cannotWrite(_ reason: String) -> Failure {
        Failure(.cannotWriteReport, "cannot write \(path): \(reason)")
    }
}
