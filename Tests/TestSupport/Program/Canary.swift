import Foundation
import PostgresLedger

/// A mark inside every secret that a test gives the program, and every byte that the program writes: none holds the mark.
package enum Canary {
    /// The mark. No word that the program would write by itself holds it, in whatever case.
    package static let mark = "CaNaRy"
    /// A key of Stripe's with it.
    package static let key = "sk_test_\(mark)0key0123456789"
    /// The beginning of passwords with it.
    package static let password = "\(mark)0password"

    /// The mark, and how the key travels in HTTP's Basic authorization.
    private static let forms = [mark] + ["\(key):", key].map { Data($0.utf8).base64EncodedString() }

    /// What holds a secret: both streams of a program, each file of its folder but those that the test wrote, and every row
    /// of the ledger's and of Tieout's own tables. Each with what it holds, for whoever looks for the cause.
    package static func leaks(
        of ending: Ending,
        in folder: WorkFolder,
        except given: Set<String> = [],
        _ database: TestDatabase
    ) throws -> [(place: String, content: String)] {
        var places = [("standard output", ending.output), ("standard error", ending.notes)]
        for case let name as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
            guard !given.contains(name), let content = FileManager.default.contents(atPath: "\(folder.path)/\(name)")
            else { continue }
            // Sheets are compressed: their parts are looked into.
            let isWorkbook = name.hasSuffix(".xlsx") && content.count > 0
            let inside = isWorkbook ? try unzipped("\(folder.path)/\(name)") : nil
            places.append((name, inside ?? String(decoding: content, as: UTF8.self)))
        }
        let rows = try database.connect().query(
            """
            SELECT schemaname || '.' || tablename AS place,
                query_to_xml(format('SELECT * FROM %I.%I', schemaname, tablename), true, true, '')::text AS content
            FROM pg_catalog.pg_tables WHERE schemaname IN ('tieout', 'public')
            """
        )
        for row in rows { places.append((try row.text("place"), try row.text("content"))) }
        return places.filter { isIn($0.1) }
    }

    /// Whether a text holds a secret, whole or in part.
    package static func isIn(_ text: String) -> Bool {
        forms.contains { text.range(of: $0, options: .caseInsensitive) != nil }
    }

    /// The parts of a workbook; nil for one that was not finished.
    private static func unzipped(_ path: String) throws -> String? {
        let unzip = Process()
        let pipe = Pipe()
        unzip.executableURL = URL(filePath: "/usr/bin/python3")
        unzip.arguments = [
            "-c",
            "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); [sys.stdout.buffer.write(z.read(n)) for n in z.namelist()]",
            path,
        ]
        unzip.standardOutput = pipe
        unzip.standardError = FileHandle.nullDevice
        try unzip.run()
        let content = pipe.fileHandleForReading.readDataToEndOfFile()
        unzip.waitUntilExit()
        return unzip.terminationStatus == 0 ? String(decoding: content, as: UTF8.self) : nil
    }
}
