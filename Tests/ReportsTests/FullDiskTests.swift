import Foundation
import Reconciliation
import Testing

@testable import Reports

@Suite("A full disk publishes nothing")
struct FullDiskTests {
    /// Whether this process may mount a small file system of its own.
    private static let mayMount = geteuid() == 0 && (try? SmallDisk(kilobytes: 64)) != nil

    private static let noSpace = ["cannot be written (No space left on device)"]
    /// From 17,000 on everything seems to go well: libxlsxwriter loses rows of its temporary files and reports success,
    /// and only the read-back tells. Unless a program that another test starts at this moment inherits such a file and
    /// holds its space: then there is no space left, or not enough to close the workbook.
    private static let hardlyAny =
        noSpace + ["rows and 225017 cells were written", "cannot be written (libxlsxwriter: Zip generic error"]

    /// Sizes of a disk, and what may be said when 15,000 sessions do not fit there.
    private static let disks: [(kilobytes: Int, problems: [String])] = [
        (64, ["free where the report may need"]), (4_096, noSpace), (8_192, noSpace), (17_000, hardlyAny),
        (19_000, hardlyAny),
    ]

    @Test(
        "whatever it is that no longer fits",
        .enabled(if: mayMount, "only root may mount a small file system"),
        arguments: disks
    )
    func smallDisk(_ example: (kilobytes: Int, problems: [String])) async throws {
        let disk = try SmallDisk(kilobytes: example.kilobytes)
        let error = await #expect(throws: ReportError.self) {
            try await ReportPublisher(root: disk.path).publish(SampleRun.result(), sessions: 15_000)
        }
        // libxlsxwriter leaves the workbook open when it cannot close it, and the temporary files of the sheets that no longer
        // fitted, which have no names any more; whoever is told so ends.
        let left = try disk.openFiles().filter { !$0.contains("/reconciliation.xlsx") }
        #expect(left.filter { !$0.hasSuffix("(deleted)") } == [])
        let problem = try #require(error).problem
        #expect(example.problems.contains { problem.contains($0) }, "\(problem)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
    }

    @Test("nor does a disk that is read-only", .enabled(if: mayMount, "only root may mount a small file system"))
    func readOnlyDisk() async throws {
        let disk = try SmallDisk(kilobytes: 20_000, mode: "ro")
        let error = await #expect(throws: ReportError.self) {
            try await ReportPublisher(root: disk.path).publish(SampleRun.result())
        }
        #expect(error?.problem == "cannot be created (Read-only file system)")
    }

    @Test("nor does a limit on the size of files", arguments: [4_096, 65_536, 1_048_576])
    func fileSizeLimit(bytes: UInt) async throws {
        await #expect(processExitsWith: .success) { [bytes] in
            signal(SIGXFSZ, SIG_IGN)
            let root = try TemporaryRoot()
            var limit = rlimit(rlim_cur: rlim_t(bytes), rlim_max: rlim_t(bytes))
            #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            await #expect(throws: ReportError.self) {
                try await ReportPublisher(root: root.path).publish(SampleRun.result(), sessions: 40_000)
            }
            #expect(try root.names() == [])
        }
    }

    @Test("a workbook that was cut, or lost a piece within, is refused")
    func damagedWorkbook() async throws {
        let root = try TemporaryRoot()
        let report = try await ReportPublisher(root: root.path).publish(SampleRun.result(), sessions: 2_000)
        let path = "\(report.folder)/reconciliation.xlsx"
        let whole = try Data(contentsOf: URL(filePath: path))
        let sheets = try #require(report.manifest.files.first { $0.name == "reconciliation.xlsx" }?.sheets)
        #expect(sheets["Sessions"] == 2_001)
        for position in stride(from: 0, to: whole.count, by: whole.count / 23) {
            var flipped = whole
            flipped[position] ^= 0x55
            for damaged in [whole.prefix(position), flipped] {
                try damaged.write(to: URL(filePath: path))
                #expect(throws: ReportError.self) { try ReportVerification.verify(folder: report.folder) }
            }
        }
        try whole.prefix(whole.count - 30).write(to: URL(filePath: path))
        let error = #expect(throws: ReportError.self) { try WorkbookReadBack.check(path, holds: []) }
        #expect(error?.problem == "is no whole ZIP archive: its directory is missing")
    }

    @Test("a workbook of other rows or cells than were written is refused, by the sheet's name")
    func miscounted() async throws {
        let root = try TemporaryRoot()
        let path = "\(root.path)/small.xlsx"
        var workbook = try Workbook(
            creating: path,
            temporaryFolder: root.path,
            properties: .init(title: "t", subject: "s", author: "a", keywords: "k", created: SampleRun.start)
        )
        var sheet = try workbook.addSheet(named: "Small")
        for row in 0..<3 { try sheet.put(Double(row), UInt32(row), 0, workbook.styles.integer) }
        workbook.end(sheet)
        try workbook.finish()
        var counts = workbook.counts
        #expect(counts == [SheetCount(name: "Small", rows: 3, cells: 3)])
        try WorkbookReadBack.check(path, holds: counts)
        counts[0].cells = 4
        let error = #expect(throws: ReportError.self) { try WorkbookReadBack.check(path, holds: counts) }
        #expect(
            error?.problem == "holds 3 rows and 3 cells on the sheet “Small” where 3 rows and 4 cells were written"
        )
    }
}

/// A file system in memory of a fixed size, mounted for one test.
private final class SmallDisk: Sendable {
    let path: String

    init(kilobytes: Int, mode: String = "rw") throws {
        path = FileManager.default.temporaryDirectory.appending(path: "tieout-disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let options = "size=\(kilobytes)k,mode=0750,\(mode)"
        let mounted = try ProgramOutput.of("mount", ["-t", "tmpfs", "-o", options, "tieout-disk", path])
        guard mounted.status == 0 else { throw Judges.Missing(what: mounted.output) }
    }

    /// Files on the disk that this process still holds open, and with them their space.
    func openFiles() throws -> [String] {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        return descriptors.compactMap { descriptor in
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
        }
        .filter { $0.hasPrefix(path) }
    }

    deinit {
        // Lazily: programs that other tests start at this moment may have inherited a descriptor.
        _ = try? ProgramOutput.of("umount", ["--lazy", path])
        rmdir(path)
    }
}
