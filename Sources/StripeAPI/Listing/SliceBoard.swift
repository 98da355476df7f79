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
    private(set) var entries: [Entry]
    private var lists: [SlicedList] = []
    /// The seconds of `created` that all lists span together.
    private let spanSeconds: Int64
    /// Slices that have been cut since somebody took note of it.
    private var recut: Set<Int> = []

    /// A slice and how its reading goes.
    struct Entry {
        var slice: ListSlice { didSet { secondsLeft = slice.secondsLeft } }
        /// Where its list stands among the lists.
        let list: Int
        /// The seconds of `created` that have not been read: known without a look at the slice, which is done for every
        /// page of every list.
        private(set) var secondsLeft: Int64
        /// Records read so far, and the seconds of `created` that they cover.
        var records: Int64 = 0
        var coveredSeconds: Int64 = 0
        /// Ids of the records that were read of the second in which the last page ended.
        var seen: Set<String> = []
        /// That second; kept without a cursor when its object disappeared.
        var secondOfSeen: Instant?
        /// Where reading went on when the cursor's object had disappeared.
        var wentOnBelow: Instant?

        init(slice: ListSlice, list: Int) {
            (self.slice, self.list) = (slice, list)
            secondsLeft = slice.secondsLeft
        }
    }

    /// A board of those slices: whole lists, or what an earlier run left of them.
    init(_ slices: [ListSlice], readersPerList: Int, pageLimit: Int = 100) {
        self.readersPerList = readersPerList
        self.pageLimit = pageLimit
        entries = []
        spanSeconds = slices.reduce(0) { $0 + ($1.created.map { $0.upperBound - $0.lowerBound } ?? 0) }
        for slice in slices {
            if !lists.contains(where: { $0.kind == slice.kind }) { lists.append(SlicedList(kind: slice.kind)) }
            add(slice, to: lists.firstIndex { $0.kind == slice.kind } ?? 0)
        }
    }

    /// Whether everything has been read.
    var isComplete: Bool { lists.allSatisfy(\.isComplete) }

    /// The next slice for a free reader; nil when every list has its readers, or nothing worth a request of its own.
    mutating func assign() -> Assignment? {
        let waiting = lists.compactMap { $0.busy.count < readersPerList ? $0.idle.min() : nil }
        if let number = waiting.min() { return take(number) }
        guard let number = mostLeft() ?? longestLeft(), let lower = split(number) else { return nil }
        return take(add(lower, to: entries[number].list))
    }

    /// Takes a page for the slice that asked for it, and gives what of it belongs to the slice, each record once.
    ///
    /// The slice may have given its lower part away while the page was under way; those records are the other's.
    mutating func receive(_ page: RecordPage, for number: Int) -> RecordPage {
        let entry = entries[number]
        lists[entry.list].pages += 1
        guard let last = page.lastRecord else {
            entries[number].slice.isComplete = true
            lists[entry.list].release(number, isComplete: true)
            return page
        }
        let newest = entry.slice.cursor?.created ?? page.created(row: 0)
        let (seconds, records) = (max(0, newest - last.created), Int64(page.count))
        entries[number].coveredSeconds += seconds
        entries[number].records += records
        lists[entry.list].coveredSeconds += seconds
        lists[entry.list].records += records
        let ofSecond = page.ids(createdAt: last.created)
        entries[number].seen = entry.secondOfSeen == last.created ? entry.seen.union(ofSecond) : ofSecond
        entries[number].secondOfSeen = last.created
        entries[number].slice.cursor = last
        let isBelow = entry.slice.created.map { last.created < $0.lowerBound } ?? false
        // A full page that says it is the last is asked once more: an answer that lies here would hide sales.
        let isComplete = isBelow || (!page.hasMore && page.count < pageLimit)
        entries[number].slice.isComplete = isComplete
        lists[entry.list].release(number, isComplete: isComplete)
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
        let slice = entries[number].slice
        lists[entries[number].list].release(number, isComplete: false)
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
            recut.formUnion([number, add(above, to: entries[number].list)])
        }
        return true
    }

    /// How much has been read and how much is probably left.
    var coverage: ListingCoverage {
        var secondsLeft: Int64 = 0
        var records: [RecordKind: ListingCoverage.Records] = [:]
        for list in lists {
            let unfinished = list.busy + list.idle
            for number in unfinished { secondsLeft += entries[number].secondsLeft }
            let left = unfinished.reduce(0) { $0 + estimatedRecordsLeft($1) }
            // Of a list without a single page nothing is known.
            let isUnknown = list.records == 0 && !unfinished.isEmpty
            records[list.kind] = ListingCoverage.Records(read: list.records, left: isUnknown ? nil : left)
        }
        return ListingCoverage(coveredSeconds: spanSeconds - secondsLeft, spanSeconds: spanSeconds, lists: records)
    }

    /// Slices of the list that were cut since this was last asked for.
    mutating func takeRecut(of kind: RecordKind) -> [Int] {
        let numbers = recut.filter { entries[$0].slice.kind == kind }
        recut.subtract(numbers)
        return numbers.sorted()
    }
}

// For each page that comes, every slice that is being read is looked at, and none that has been: a board has hundreds.
extension SliceBoard {
    /// Puts a slice on the board and gives its number.
    @discardableResult
    private mutating func add(_ slice: ListSlice, to list: Int) -> Int {
        entries.append(Entry(slice: slice, list: list))
        if !slice.isComplete { lists[list].idle.append(entries.count - 1) }
        return entries.count - 1
    }

    private mutating func take(_ number: Int) -> Assignment {
        lists[entries[number].list].take(number)
        return Assignment(number: number, slice: entries[number].slice, seen: entries[number].seen)
    }

    /// The busy slice with the most records left, if those are worth a request for each half.
    private func mostLeft() -> Int? {
        greatest(among: { _ in true }, of: estimatedRecordsLeft, atLeast: 2 * Int64(pageLimit))
    }

    /// The busy slice with the longest time left, among the lists that have requests to spare.
    private func longestLeft() -> Int? {
        greatest(among: canSpareRequest, of: { entries[$0].secondsLeft }, atLeast: 2)
    }

    /// The busy slice of the greatest measure, among lists that have room for another reader and can be cut by time.
    private func greatest(
        among isCandidate: (SlicedList) -> Bool,
        of measure: (Int) -> Int64,
        atLeast least: Int64
    ) -> Int? {
        var greatest: (number: Int, measure: Int64)?
        for list in lists where list.kind.listsByCreation && list.busy.count < readersPerList && isCandidate(list) {
            for number in list.busy {
                let measured = measure(number)
                if measured >= max(least, greatest?.measure ?? least) { greatest = (number, measured) }
            }
        }
        return greatest?.number
    }

    /// Whether the list took so few requests more than full pages would have that one may be in vain.
    ///
    /// Those under way count as if they were.
    private func canSpareRequest(_ list: SlicedList) -> Bool {
        let needed = Int(list.records) / pageLimit
        return list.pages + list.busy.count - needed < min(list.pages / 20, 4 * readersPerList)
    }

    /// How many records are probably left, by the density of what was read of the slice, else of its list.
    private func estimatedRecordsLeft(_ number: Int) -> Int64 {
        let list = entries[number].list
        guard lists[list].kind.listsByCreation else { return 0 }
        let own = entries[number].records
        return own > 0
            ? own * entries[number].secondsLeft / max(1, entries[number].coveredSeconds)
            : lists[list].records * entries[number].secondsLeft / max(1, lists[list].coveredSeconds)
    }

    /// Cuts the lower half of what is left off a slice; nil when a second is all there is.
    private mutating func split(_ number: Int) -> ListSlice? {
        let slice = entries[number].slice
        guard let remaining = slice.remaining, let created = slice.created else { return nil }
        let seconds = remaining.upperBound - remaining.lowerBound
        guard seconds >= 2 else { return nil }
        recut.insert(number)
        let middle = remaining.lowerBound + seconds / 2
        entries[number].slice.created = middle..<created.upperBound
        return ListSlice(slice.kind, created: remaining.lowerBound..<middle, filters: slice.filters)
    }
}

/// A list on the board: who reads which of its slices, and what came of it so far.
private struct SlicedList {
    let kind: RecordKind
    /// Numbers of the slices that are being read, and of those that wait for a reader.
    var busy: [Int] = []
    var idle: [Int] = []
    /// How many pages have come, how many records, and the seconds of `created` that they cover.
    var pages = 0
    var records: Int64 = 0
    var coveredSeconds: Int64 = 0

    init(kind: RecordKind) { self.kind = kind }

    var isComplete: Bool { busy.isEmpty && idle.isEmpty }

    mutating func take(_ number: Int) {
        idle.removeAll { $0 == number }
        busy.append(number)
    }

    mutating func release(_ number: Int, isComplete: Bool) {
        busy.removeAll { $0 == number }
        if !isComplete { idle.append(number) }
    }
}

extension ListSlice {
    /// What lies below the cursor and has not been read.
    fileprivate var remaining: Range<Instant>? {
        guard !isComplete, let created else { return nil }
        let upper = min(created.upperBound, cursor.map { $0.created + 1 } ?? created.upperBound)
        return created.lowerBound < upper ? created.lowerBound..<upper : nil
    }

    fileprivate var secondsLeft: Int64 { remaining.map { $0.upperBound - $0.lowerBound } ?? 0 }
}

extension Instant {
    fileprivate func isWithin(_ span: Range<Instant>?) -> Bool { span?.contains(self) ?? true }
}
