/// A folder that is put into a store whole, or not at all.
///
/// Its files go in order, and readers look for the last one first: as long as that is not there, they see none of it.
public struct FolderUpload: Sendable {
    /// One file of it.
    public struct File: Sendable, Hashable {
        /// What it is called in the store.
        public var key: ObjectKey
        /// What it holds.
        public var content: ObjectContent

        /// A file of that name.
        public init(key: ObjectKey, content: ObjectContent) { (self.key, self.content) = (key, content) }
    }

    /// What an upload did.
    public struct Outcome: Sendable, Hashable {
        /// How many objects were put.
        public var put = 0
        /// How many were there already, with the same content, and were left.
        public var left = 0
        /// Bytes that were put.
        public var bytes: Int64 = 0
    }

    /// How long undoing an upload may take.
    static let undoingTime: Duration = .seconds(10)

    private let files: [File]
    private let prefix: String

    /// The upload of those files, all of whose keys begin with the prefix; the one by which the others are found comes last.
    public init(_ files: [File], beneath prefix: String) { (self.files, self.prefix) = (files, prefix) }

    /// Puts what is not there yet.
    ///
    /// - Throws: ``ObjectStoreError`` for the first file that could not be put, unless all of them are in the store afterwards.
    ///   What this call put is deleted again, the last first; what could not be, or what others may have made part of a
    ///   whole folder meanwhile, is told as `leftBehind`.
    public func perform(in store: borrowing ObjectStore) throws(ObjectStoreError) -> Outcome {
        let missing = try missing(in: store)
        var outcome = Outcome(left: files.count - missing.count)
        var begun: [ObjectKey] = []
        do throws(ObjectStoreError) {
            for file in missing {
                begun.append(file.key)
                try store.put(file.content, as: file.key)
                outcome.put += 1
                outcome.bytes += file.content.size
            }
            return outcome
        } catch {
            var failure = error
            // A connection that was lost says nothing of whether the last one arrived.
            if !failure.mayHaveArrived { begun.removeLast() }
            guard !begun.isEmpty else { throw failure }
            let store = store.afterwards(within: Self.undoingTime)
            // Another upload of the same folder may have left alone what this one put, and have put the last file: nothing is
            // deleted then, nor where nobody says. It is listed, as a key may do: one that is not there may be asked for by few.
            guard let isFound = try? isFound(in: store), !isFound else {
                if (try? self.missing(in: store))?.isEmpty == true {
                    outcome.left = files.count - outcome.put
                    return outcome
                }
                failure.leftBehind = begun.reversed()
                throw failure
            }
            failure.leftBehind = Self.undo(begun, in: store)
            throw failure
        }
    }

    /// Whether readers find the folder.
    private func isFound(in store: borrowing ObjectStore) throws(ObjectStoreError) -> Bool {
        guard let last = files.last?.key.text else { return false }
        return try store.keys(beginningWith: last).contains(last)
    }

    /// The files that are not in the store yet.
    private func missing(in store: borrowing ObjectStore) throws(ObjectStoreError) -> [File] {
        let known = try store.keys(beginningWith: prefix)
        var missing: [File] = []
        for file in files {
            guard known.contains(file.key.text), let head = try store.head(file.key) else {
                missing.append(file)
                continue
            }
            guard head.size == file.content.size, head.sha256 == file.content.sha256 else {
                let isUnlabelled = head.size == file.content.size && head.sha256 == nil
                throw store.error(isUnlabelled ? .unlabelled : .differs, "put \(file.key)")
            }
        }
        return missing
    }

    /// Deletes what was put; gives what could not be deleted.
    private static func undo(_ keys: [ObjectKey], in store: borrowing ObjectStore) -> [ObjectKey] {
        var left: [ObjectKey] = []
        for key in keys.reversed() {
            do throws(ObjectStoreError) {
                try store.delete(key)
            } catch {
                left.append(key)
            }
        }
        return left
    }
}
