import Foundation

/// A file system in memory of a fixed size, mounted for one test. Only root may mount one.
package final class SmallDisk: Sendable {
    /// Where it is.
    package let path = FileManager.default.temporaryDirectory.appending(path: "tieout-disk-\(UUID().uuidString)").path

    /// Whether this process may have one.
    package static let isPossible = geteuid() == 0 && (try? SmallDisk(kilobytes: 64)) != nil

    /// Mounts one, owned by that user where one is named.
    package init(kilobytes: Int, owner: String? = nil) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let options = "size=\(kilobytes)k,mode=0750"
        guard try Self.run("/usr/bin/mount", "-t", "tmpfs", "-o", options, "tieout-disk", path) == 0 else {
            rmdir(path)
            throw POSIXError(.EPERM)
        }
        if let owner, try Self.run("/bin/chown", owner, path) != 0 { throw POSIXError(.EPERM) }
    }

    deinit {
        _ = try? Self.run("/usr/bin/umount", "--lazy", path)
        rmdir(path)
    }

    /// Writes a file that takes all the space that is left.
    package func fill() throws {
        let file = open("\(path)/everything", O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard file >= 0 else { throw POSIXError(.EIO) }
        defer { close(file) }
        let block = [UInt8](repeating: 0, count: 1_024)
        while write(file, block, block.count) > 0 {}
    }

    /// Takes that file away again.
    package func makeRoom() throws { try FileManager.default.removeItem(atPath: "\(path)/everything") }

    private static func run(_ program: String, _ arguments: String...) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
