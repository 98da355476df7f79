import Reconciliation

/// Which slices of which lists are read, by how many readers at once, and what is left: a value without I/O.
///
/// Lists are newest first, so what is left of a slice lies below its cursor. When a reader is free, the slice with the
/// most left gives the lower half of it away. Equal windows made beforehand would leave a tail, because sales are bursty.
///
/// Towards the end estimates fail for the same reason: a burst hides in a slice that looks empty, and one reader would walk
/// through it alone. So readers that have nothing worth a request cut the slice with the longest time left, blindly, for as
/// long as the list took hardly more requests than it has pages.
struct SliceBoard {
    /// A slice in the hands of a reader.
    struct Assignment {
        /// The slice's number, which stays the same while it is read.
        let number: Int
        /// The slice as it is to be asked for.
        let slice: ListSlice
        /// Ids of records that were read and share the cursor's second.
        let seen: Set<String>
    }

    /// How many readers a list may have at once.
    let readersPerList: Int
    /// How many records a full page has.
    let pageLimit: Int
    private(set) var entries: [Entry] = []
    /// How many pages of each list have come.
    private var pages: [RecordKind: Int] = [:]
    /// The seconds of `created` that all lists span together.
    private let spanSeconds: Int64
    /// Slices that have been cut since somebody took note of it.
    private var recut: Set<Int> = []

    /// A slice and how its reading goes.
    struct Entry {
        var slice: ListSlice
        var isBusy = false
        /// Records read so far, and the seconds of `created` that they cover.
        var records: Int64 = 0
        var coveredSeconds: Int64 = 0
        /// Ids of the records that were read of the second in which the last page ended.
        var seen: Set<String> = []
        /// That second; kept without a cursor when its object disappeared.
        var secondOfSeen: Instant?
        /// Where reading went on when the cursor's object had disappeared.
        var wentOnBelow: Instant?

        /// What lies below the cursor and has not been read.
        var remaining: Range<Instant>? {
            guard !slice.isComplete, let created = slice.created else { return nil }
            let upper = min(created.upperBound, slice.cursor.map { $0.created + 1 } ?? created.upperBound)
            return created.lowerBound < upper ? created.lowerBound..<upper : nil
        }
    }

    /// A board of those slices: whole lists, or what an earlier run left of them.
    init(_ slices: [ListSlice], readersPerList: Int, pageLimit: Int = 100) {
        self.readersPerList = readersPerList
        self.pageLimit = pageLimit
        entries = slices.map { Entry(slice: $0) }
        spanSeconds = slices.reduce(0) { $0 + ($1.created.map { $0.upperBound - $0.lowerBound } ?? 0) }
    }

    /// Whether everything has been read.
    var isComplete: Bool { entries.allSatisfy(\.slice.isComplete) }

    /// The next slice for a free reader; nil when every list has its readers, or nothing worth a request of its own.
    mutating func assign() -> Assignment? {
        if let number = entries.indices.first(where: { isIdle($0) && hasRoom(entries[$0].slice.kind) }) {
            return take(number)
        }
        guard let number = mostLeft() ?? longestLeft(), let lower = split(number) else { return nil }
        entries.append(Entry(slice: lower))
        return take(entries.count - 1)
    }

    /// Takes a page for the slice that asked for it, and gives what of it belongs to the slice, each record once.
    ///
    /// The slice may have given its lower part away while the page was under way; those records are the other's.
    mutating func receive(_ page: RecordPage, for number: Int) -> RecordPage {
        entries[number].isBusy = false
        pages[page.kind, default: 0] += 1
        let entry = entries[number]
        guard let last = page.lastRecord else {
            entries[number].slice.isComplete = true
            return page
        }
        let newest = entry.slice.cursor?.created ?? page.created(row: 0)
        entries[number].coveredSeconds += max(0, newest - last.created)
        entries[number].records += Int64(page.count)
        let ofSecond = page.ids(createdAt: last.created)
        entries[number].seen = entry.secondOfSeen == last.created ? entry.seen.union(ofSecond) : ofSecond
        entries[number].secondOfSeen = last.created
        entries[number].slice.cursor = last
        let isBelow = entry.slice.created.map { last.created < $0.lowerBound } ?? false
        // A full page that says it is the last is asked once more: an answer that lies here would hide sales.
        entries[number].slice.isComplete = isBelow || (!page.hasMore && page.count < pageLimit)
        return page.keeping { row in
            let created = page.created(row: row)
            guard created.isWithin(entry.slice.created) else { return false }
            return created != entry.secondOfSeen || !entry.seen.contains(page.id(row: row))
        }
    }

    /// The cursor's object is gone: goes on with whatever is as old as it or older, without what was read of its second.
    ///
    /// - Returns: false when that leads nowhere: the list takes no span of time, or it was asked for that span before.
    mutating func loseCursor(of number: Int) -> Bool {
        entries[number].isBusy = false
        let slice = entries[number].slice
        guard slice.kind.listsByCreation, let cursor = slice.cursor else { return false }
        let lower = slice.created?.lowerBound ?? Instant(secondsSinceEpoch: 0)
        let upper = cursor.created + 1
        guard lower < upper, entries[number].wentOnBelow != upper else { return false }
        entries[number].wentOnBelow = upper
        entries[number].slice.created = lower..<upper
        entries[number].slice.cursor = nil
        if let created = slice.created, upper < created.upperBound {
            // What lies above stays read, for whoever goes on from here after a kill.
            var above = ListSlice(slice.kind, created: upper..<created.upperBound, filters: slice.filters)
            above.isComplete = true
            entries.append(Entry(slice: above))
            recut.formUnion([number, entries.count - 1])
        }
        return true
    }

    /// How much has been read and how much is probably left.
    var coverage: ListingCoverage {
        var left: Int64 = 0
        var lists: [RecordKind: ListingCoverage.Records] = [:]
        var unknown: Set<RecordKind> = []
        for (number, entry) in entries.enumerated() {
            let kind = entry.slice.kind
            let records = entry.slice.isComplete ? 0 : estimatedRecordsLeft(number)
            lists[kind, default: .init()].read += entry.records
            lists[kind, default: .init()].left? += records
            if !entry.slice.isComplete, entry.records == 0 { unknown.insert(kind) }
            if let remaining = entry.remaining { left += remaining.upperBound - remaining.lowerBound }
        }
        // Of a list without a single page nothing is known.
        for kind in unknown where lists[kind]?.read == 0 { lists[kind]?.left = nil }
        return ListingCoverage(coveredSeconds: spanSeconds - left, spanSeconds: spanSeconds, lists: lists)
    }

    /// Slices of the list that were cut since this was last asked for.
    mutating func takeRecut(of kind: RecordKind) -> [Int] {
        let numbers = recut.filter { entries[$0].slice.kind == kind }
        recut.subtract(numbers)
        return numbers.sorted()
    }
}

extension SliceBoard {
    private func isIdle(_ number: Int) -> Bool { !entries[number].isBusy && !entries[number].slice.isComplete }

    private func hasRoom(_ kind: RecordKind) -> Bool {
        entries.count { $0.isBusy && $0.slice.kind == kind } < readersPerList
    }

    private mutating func take(_ number: Int) -> Assignment {
        entries[number].isBusy = true
        let entry = entries[number]
        return Assignment(number: number, slice: entry.slice, seen: entry.seen)
    }

    /// The busy slice with the most records left, if those are worth a request for each half.
    private func mostLeft() -> Int? {
        let candidates = entries.indices.filter { entries[$0].isBusy && hasRoom(entries[$0].slice.kind) }
        let estimates = candidates.map { (number: $0, records: estimatedRecordsLeft($0)) }
        guard let most = estimates.max(by: { $0.records < $1.records }) else { return nil }
        return most.records >= 2 * Int64(pageLimit) ? most.number : nil
    }

    /// The busy slice with the longest time left, among the lists that have requests to spare.
    private func longestLeft() -> Int? {
        let candidates = entries.indices.filter { number in
            let kind = entries[number].slice.kind
            return entries[number].isBusy && kind.listsByCreation && hasRoom(kind) && canSpareRequest(kind)
        }
        let seconds = { (number: Int) in entries[number].remaining.map { $0.upperBound - $0.lowerBound } ?? 0 }
        return candidates.max { seconds($0) < seconds($1) }.flatMap { seconds($0) >= 2 ? $0 : nil }
    }

    /// Whether the list took so few requests more than full pages would have that one may be in vain.
    ///
    /// Those under way count as if they were.
    private func canSpareRequest(_ kind: RecordKind) -> Bool {
        let list = entries.filter { $0.slice.kind == kind }
        let asked = (pages[kind] ?? 0) + list.count(where: \.isBusy)
        let needed = Int(list.reduce(0) { $0 + $1.records }) / pageLimit
        return asked - needed < min((pages[kind] ?? 0) / 20, 4 * readersPerList)
    }

    /// How many records are probably left, by the density of what was read of the slice, else of its list.
    private func estimatedRecordsLeft(_ number: Int) -> Int64 {
        guard entries[number].slice.kind.listsByCreation, let remaining = entries[number].remaining else { return 0 }
        let seconds = remaining.upperBound - remaining.lowerBound
        let own = entries[number]
        if own.records > 0 { return own.records * seconds / max(1, own.coveredSeconds) }
        let list = entries.filter { $0.slice.kind == own.slice.kind }
        let records = list.reduce(0) { $0 + $1.records }
        return records * seconds / max(1, list.reduce(0) { $0 + $1.coveredSeconds })
    }

    /// Cuts the lower half of what is left off a slice; nil when a second is all there is.
    private mutating func split(_ number: Int) -> ListSlice? {
        guard let remaining = entries[number].remaining, let created = entries[number].slice.created else { return nil }
        let seconds = remaining.upperBound - remaining.lowerBound
        guard seconds >= 2 else { return nil }
        recut.insert(number)
        let middle = remaining.lowerBound + seconds / 2
        entries[number].slice.created = middle..<created.upperBound
        return ListSlice(
            entries[number].slice.kind,
            created: remaining.lowerBound..<middle,
            filters: entries[number].slice.filters
        )
    }
}

extension Instant {
    fileprivate func isWithin(_ span: Range<Instant>?) -> Bool { span?.contains(self) ?? true }
}

extension RecordPage {
    /// Where the next page begins; nil for a page without records.
    var lastRecord: ListSlice.Cursor? {
        count == 0 ? nil : ListSlice.Cursor(id: id(row: count - 1), created: created(row: count - 1))
    }

    /// Ids of the records at its end that were created in that second.
    func ids(createdAt second: Instant) -> Set<String> {
        Set((0..<count).reversed().prefix { created(row: $0) == second }.map(id))
    }

    /// The page with those of its rows that are to be kept, each id once among the rows of its second.
    ///
    /// Ids are compared within a second only: comparing all of them costs as much as reading the page, and staging keeps
    /// one of each anyway.
    func keeping(_ isKept: (Int) -> Bool) -> RecordPage {
        let rows = (0..<count).filter { isKept($0) && !repeatsEarlierRow($0) }
        guard rows.count < count else { return self }
        let width = RecordSchema.of(kind).columns.count
        let kept = rows.flatMap { cells[$0 * width..<($0 + 1) * width] }
        return RecordPage(kind: kind, cells: kept, bytes: bytes, hasMore: hasMore, requestID: requestID)
    }

    private func repeatsEarlierRow(_ row: Int) -> Bool {
        var earlier = row - 1
        while earlier >= 0, created(row: earlier) == created(row: row) {
            if id(row: earlier) == id(row: row) { return true }
            earlier -= 1
        }
        return false
    }
}
