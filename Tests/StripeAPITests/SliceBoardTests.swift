import Reconciliation
import Testing

@testable import StripeAPI

/// However a list is cut, in whatever order answers come: no record is lost and none is doubled.
@Suite struct SliceBoardTests {
    @Test(arguments: UInt64(1)...60)
    func everySlicingReadsTheSameRecords(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let list = ModelList(records: .random(in: 0...3_000, using: &random), burstiness: seed % 4, using: &random)
        let readers = Int.random(in: 1...12, using: &random)

        let reading = read(list, readers: readers, using: &random)

        #expect(reading.ids.sorted() == list.ids.sorted(), "seed \(seed), \(readers) readers")
    }

    @Test(arguments: UInt64(1)...20)
    func recordsOutsideTheSpanAreNotRead(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let list = ModelList(records: 1_000, burstiness: seed % 4, using: &random)
        let span = Instant(secondsSinceEpoch: 20_000)..<Instant(secondsSinceEpoch: 60_000)

        let reading = read(list, span: span, readers: 5, using: &random)

        #expect(reading.ids.sorted() == list.records.filter { span.contains($0.created) }.map(\.id).sorted())
    }

    @Test(arguments: UInt64(1)...20)
    func aReadingThatIsKilledGoesOnFromWhatItStored(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let list = ModelList(records: 2_000, burstiness: seed % 4, using: &random)
        let killedAfter = Int.random(in: 0...30, using: &random)

        let first = read(list, readers: 6, pages: killedAfter, using: &random)
        let slices = ListSlice.remaining(of: .charge, created: list.span, filters: [], stored: first.stored)
        let second = read(list, slices: slices, readers: 6, using: &random)

        #expect(Set(first.storedIDs + second.ids) == Set(list.ids), "seed \(seed), killed after \(killedAfter) pages")
    }

    @Test func aFullPageThatSaysItIsTheLastIsAskedOnceMore() throws {
        var random = SeededGenerator(seed: 1)
        var list = ModelList(records: 250, burstiness: 0, using: &random)
        list.liesAboutTheEnd = true

        let reading = read(list, readers: 1, using: &random)

        #expect(reading.ids.count == 250)
    }

    @Test func aListThatIsLongCostsFewRequestsMoreThanItsPages() throws {
        var random = SeededGenerator(seed: 7)
        let list = ModelList(records: 30_000, burstiness: 3, using: &random)

        let reading = read(list, readers: 8, using: &random)

        #expect(reading.requests >= 300)
        #expect(reading.requests < 330, "\(reading.requests) requests for 300 pages")
    }

    /// A burst hides in a slice that looks nearly empty; walked by one reader it would take as long as all the rest.
    @Test(arguments: [Int64(100), 10_800, 40_000, 85_000])
    func aBurstIsReadByAllWhereverItHides(start: Int64) throws {
        let evenly = (0..<20_000).map { Int64($0) * 86_400 / 20_000 }
        let list = ModelList(times: evenly + (0..<10_000).map { start + Int64($0) * 600 / 10_000 })
        var board = SliceBoard([ListSlice(.charge, created: list.span)], readersPerList: 8)
        var (rounds, requests) = (0, 0)

        while case let round = board.assignAll(), !round.isEmpty {
            let pages = round.map { (number: $0.number, page: list.page(of: $0.slice)) }
            for (number, page) in pages { _ = board.receive(page, for: number) }
            rounds += 1
            requests += pages.count
        }

        // 300 full pages, eight at once.
        #expect(rounds < 300 / 8 * 3 / 2, "\(rounds) rounds")
        #expect(requests < 330, "\(requests) requests")
    }
}

extension SliceBoard {
    /// All slices that free readers would take now.
    fileprivate mutating func assignAll() -> [Assignment] {
        var assignments: [Assignment] = []
        while let assignment = assign() { assignments.append(assignment) }
        return assignments
    }
}

/// A list as Stripe keeps it: newest first, several records a second, sales in bursts.
private struct ModelList {
    struct Record {
        let id: String
        let created: Instant
    }

    private(set) var records: [Record] = []
    var liesAboutTheEnd = false
    let span = Instant(secondsSinceEpoch: 0)..<Instant(secondsSinceEpoch: 86_400)

    init(records count: Int, burstiness: UInt64, using random: inout SeededGenerator) {
        let bursts = (0...burstiness).map { _ in Int64.random(in: 0..<86_400, using: &random) }
        let times = (0..<count).map { index -> Int64 in
            guard burstiness > 0, index % 3 != 0, let burst = bursts.randomElement(using: &random) else {
                return .random(in: 0..<86_400, using: &random)
            }
            return min(86_399, burst + .random(in: 0..<600, using: &random))
        }
        self.init(times: times)
    }

    /// A list of records made at those times, which lie within the span.
    init(times: [Int64]) {
        records = times.sorted(by: >).enumerated().map {
            Record(id: "ch_\($0.offset)", created: Instant(secondsSinceEpoch: $0.element))
        }
    }

    var ids: [String] { records.map(\.id) }

    /// The page that Stripe would answer with.
    func page(of slice: ListSlice, limit: Int = 100) -> RecordPage {
        let start = slice.cursor.flatMap { cursor in records.firstIndex { $0.id == cursor.id } }.map { $0 + 1 } ?? 0
        let matching = records[start...].filter { slice.created?.contains($0.created) ?? true }
        let columns = RecordSchema.of(.charge).columns.count
        var cells: [RecordCell] = []
        var bytes: [UInt8] = []
        for record in matching.prefix(limit) {
            cells.append(RecordCell(number: Int64(bytes.count), length: Int32(record.id.utf8.count)))
            bytes += Array(record.id.utf8)
            cells.append(RecordCell(number: record.created.secondsSinceEpoch, length: 0))
            cells += Array(repeating: .null, count: columns - 2)
        }
        let hasMore = matching.count > limit && !liesAboutTheEnd
        return RecordPage(kind: .charge, cells: cells, bytes: bytes, hasMore: hasMore, requestID: nil)
    }
}

/// What came of a reading.
private struct Reading {
    var ids: [String] = []
    var requests = 0
    /// What a killed run would have stored: the progress of each slice with the records up to it.
    var stored: [SliceProgress] = []
    var storedIDs: [String] = []
}

/// Reads a list with answers that come in random order; stops after so many pages, as a kill would.
private func read(
    _ list: ModelList,
    span: Range<Instant>? = nil,
    slices: [ListSlice]? = nil,
    readers: Int,
    pages: Int = .max,
    using random: inout SeededGenerator
) -> Reading {
    var board = SliceBoard(
        slices ?? [ListSlice(.charge, created: span ?? list.span)],
        readersPerList: readers
    )
    var reading = Reading()
    var underWay: [(number: Int, page: RecordPage)] = []
    var stored: [Int: SliceProgress] = [:]
    while reading.requests < pages {
        while let assignment = board.assign() {
            underWay.append((assignment.number, list.page(of: assignment.slice)))
        }
        guard let index = underWay.indices.randomElement(using: &random) else { break }
        let (number, page) = underWay.remove(at: index)
        let kept = board.receive(page, for: number)
        reading.requests += 1
        let ids = (0..<kept.count).map { kept.id(row: $0) }
        reading.ids += ids
        reading.storedIDs += ids
        stored[number] = SliceProgress(board.entries[number].slice, number: number)
    }
    reading.stored = stored.values.sorted { $0.number < $1.number }
    return reading
}
