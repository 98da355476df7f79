import Foundation

/// Puts a text in a file's place by one rename, so that nobody ever reads half of it.
enum FileReplacement {
    /// Writes the text beside the file, gives it the mode whatever the umask says, and renames it.
    ///
    /// - Throws: `POSIXError`, and what `FileHandle` throws; the file is as it was then.
    static func put(_ text: String, at path: String, mode: mode_t) throws {
        // In the same folder, because a rename goes no further; of a name that nobody looks for.
        let draft = "\(path).\(UUID().uuidString).draft"
        do {
            try write(text, to: draft, mode: mode)
            guard rename(draft, path) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        guard fchmod(file, mode) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        try handle.write(contentsOf: Data(text.utf8))
        try handle.synchronize()
        try handle.close()
    }

    /// What went wrong, in words.
    static func words(_ error: any Error) -> String {
        guard let code = (error as? POSIXError)?.code else { return "\(error)" }
        return String(cString: strerror(code.rawValue))
    }
}
