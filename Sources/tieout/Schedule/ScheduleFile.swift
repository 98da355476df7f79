import Foundation

/// One of the files in `cron/`, filled in.
struct ScheduleFile {
    /// Where it goes: a path from `/`, or a name where no place is fixed.
    let destination: String
    /// Read, write and execute as `chmod` takes them.
    let mode: mode_t
    /// Whether a person fills it in, so that one that is there is never another's.
    var isFilledIn = false
    var text: String

    init(_ destination: String, _ bytes: [UInt8], mode: mode_t = 0o644) {
        (self.destination, self.mode, text) = (destination, mode, String(decoding: bytes, as: UTF8.self))
    }

    /// The files of a schedule.
    static func files(for scheduler: Scheduler, _ facts: ScheduleFacts) -> [ScheduleFile] {
        switch scheduler {
        case .systemd: systemd(facts)
        case .cron: cron(facts)
        case .kubernetes: kubernetes(facts)
        }
    }

    /// Puts a machine's word in the place of the one in `cron/`, everywhere.
    mutating func fill(_ word: String, with other: String) {
        precondition(text.contains(word), "\(destination) no longer says \(word)")
        text = text.replacingOccurrences(of: word, with: other)
    }
}

extension ScheduleFile {
    /// What became of a file that was to be written.
    enum Outcome: String {
        case wrote
        /// It was there with this text; or it is the environment file, which a person has filled in.
        case kept
    }

    /// Writes the files below a folder, with the folders between, and tells of each path what became of it.
    ///
    /// - Throws: ``Failure`` with status 64 when another file is in the place of one, before any is written; 73 when one cannot
    ///   be written, and then none is left.
    static func write(
        _ files: [ScheduleFile],
        below folder: String
    ) throws(Failure) -> [(path: String, outcome: Outcome)] {
        let root = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let placed = files.map { file in
            let path = root + (file.destination.hasPrefix("/") ? "" : "/") + file.destination
            return (file: file, place: NewFile(path: path, mode: file.mode))
        }
        var outcomes: [(path: String, outcome: Outcome)] = []
        for (file, place) in placed {
            let isThere = FileManager.default.fileExists(atPath: place.path)
            guard !isThere || file.isFilledIn || file.isWritten(at: place.path) else { throw place.isThere }
            outcomes.append((place.path, isThere ? .kept : .wrote))
        }
        var written: [String] = []
        for ((file, place), outcome) in zip(placed, outcomes) where outcome.outcome == .wrote {
            do throws(Failure) {
                let parent = URL(filePath: place.path).deletingLastPathComponent()
                try? FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                try place.write(file.text)
            } catch {
                for path in written { unlink(path) }
                throw error
            }
            written.append(place.path)
        }
        return outcomes
    }

    private func isWritten(at path: String) -> Bool {
        FileManager.default.contents(atPath: path) == Data(text.utf8)
    }
}
