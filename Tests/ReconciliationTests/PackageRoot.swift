import Foundation

/// Files of the package, read where they lie in the checkout.
enum PackageRoot {
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The text of the file at a path below the root.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// The names, without extension, of the files of that extension in a folder below the root.
    static func stems(in path: String, withExtension name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: folder.appending(path: path), includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == name }
            .map { $0.deletingPathExtension().lastPathComponent }
    }
}
