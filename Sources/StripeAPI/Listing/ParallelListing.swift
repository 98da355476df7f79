import Reconciliation

/// A page of one of the lists, and how far its slice has been read with it.
public struct ListedPage: Sendable {
    /// The records that belong to the slice.
    public let page: RecordPage
    /// How far its slice has been read with this page, and the slices that were cut meanwhile; none for a list of all
    /// time. Storing them with the page's records is what lets a killed run go on without reading a page twice.
    public let progress: [SliceProgress]
    /// How much of all lists has been read with this page.
    public let coverage: ListingCoverage
}

/// Reads several lists to their ends, each by several readers at once.
public struct ParallelListing {
    private let client: StripeClient
    private var board: SliceBoard

    /// Reads those lists, or what is left of them.
    ///
    /// - Parameter readersPerList: how many requests of one list may be under way at once. 25 requests a second that take
    ///   200 ms each keep 5 busy; the others wait for their moment, so that none is missed when answers take longer.
    public init(_ slices: [ListSlice], client: StripeClient, readersPerList: Int = 16) {
        self.client = client
        board = SliceBoard(slices, readersPerList: readersPerList, pageLimit: client.configuration.pageLimit)
    }

    /// How far every slice has been read, in the order of their numbers.
    public var progress: [SliceProgress] {
        board.entries.enumerated().compactMap { SliceProgress($1.slice, number: $0) }
    }

    /// Reads to the end of every list; pages come in no order, each record once.
    ///
    /// A list read by one reader comes newest first. The next page is asked for while one is delivered: whoever takes
    /// long over it does not keep Stripe waiting.
    ///
    /// - Throws: ``StripeError`` when a list could not be read to its end, with
    ///   ``StripeError/brokenList(request:reason:)`` when it runs in a circle; and whatever `deliver` throws.
    public mutating func run(deliver: (ListedPage) async throws -> Void) async throws {
        let client = client
        try await withThrowingTaskGroup(of: (Int, Answer).self) { readers in
            func askForMore() {
                while let assignment = board.assign() {
                    readers.addTask { (assignment.number, try await client.answer(to: assignment)) }
                }
            }
            while true {
                askForMore()
                guard let (number, answer) = try await readers.next() else { break }
                switch answer {
                case .cursorIsGone: try loseCursor(of: number)
                case .page(let page):
                    let listed = receive(page, for: number)
                    askForMore()
                    try await deliver(listed)
                }
            }
        }
    }

    private mutating func receive(_ page: RecordPage, for number: Int) -> ListedPage {
        let kept = board.receive(page, for: number)
        let changed = [number] + board.takeRecut(of: page.kind).filter { $0 != number }
        return ListedPage(
            page: kept,
            progress: changed.compactMap { SliceProgress(board.entries[$0].slice, number: $0) },
            coverage: board.coverage
        )
    }

    private mutating func loseCursor(of number: Int) throws(StripeError) {
        let slice = board.entries[number].slice
        guard board.loseCursor(of: number) else {
            throw .brokenList(
                request: StripeRequest(slice, limit: client.configuration.pageLimit).description,
                reason: "\(slice.cursor?.id ?? "the object") behind which it goes on is gone, and time leads no further"
            )
        }
    }
}

/// What came of asking for a slice's next page.
private enum Answer: Sendable {
    case page(RecordPage)
    /// The object behind which the page begins has been deleted.
    case cursorIsGone
}

extension StripeClient {
    fileprivate func answer(to assignment: SliceBoard.Assignment) async throws(StripeError) -> Answer {
        let request = StripeRequest(assignment.slice, limit: configuration.pageLimit, seen: assignment.seen)
        do {
            return .page(try await read(request, by: decoder(assignment.slice.kind)))
        } catch .refused(let answer) where answer.code == "resource_missing" && answer.parameter == "starting_after" {
            return .cursorIsGone
        }
    }
}
