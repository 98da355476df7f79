import Testing

@testable import PostgresLedger

/// Which correction is posted next, where several are under way at once.
@Suite struct PostingQueueTests {
    @Test func eachBuyersComeOneAfterTheOther() {
        var queue = PostingQueue(buyers: ["anna", "boris", "anna", "clara"], mostFailuresInARow: 5)
        #expect([queue.take(), queue.take(), queue.take()] == [0, 1, 3])
        #expect(queue.take() == nil, "the other one of Anna's waits for the first")
        queue.end(0, asFailure: false)
        #expect(queue.take() == 2)
        for position in 1...3 { queue.end(position, asFailure: false) }
        #expect(queue.take() == nil)
    }

    @Test func whatIsPutBackIsNextAgainBeforeTheRestOfItsBuyers() {
        var queue = PostingQueue(buyers: ["anna", "anna", "boris"], mostFailuresInARow: 5)
        #expect(queue.take() == 0)
        queue.putBack(0)
        #expect([queue.take(), queue.take()] == [0, 2])
        queue.end(0, asFailure: false)
        #expect(queue.take() == 1)
    }

    /// Where all fail, as many are tried as may fail, however many connections there are.
    @Test(arguments: [1, 2, 4, 8]) func neverMoreFailInARowThanMay(connections: Int) {
        var queue = PostingQueue(buyers: (0..<100).map { "\($0)" }, mostFailuresInARow: 5)
        var (underWay, tried): ([Int], Int) = ([], 0)
        while true {
            while underWay.count < connections, let position = queue.take() {
                underWay.append(position)
                tried += 1
            }
            guard !underWay.isEmpty else { break }
            queue.end(underWay.removeFirst(), asFailure: true)
        }
        #expect(tried == 5)
        #expect(queue.take() == nil)
    }

    @Test func oneThatDoesNotFailBeginsTheCountAnew() {
        var queue = PostingQueue(buyers: (0..<9).map { "\($0)" }, mostFailuresInARow: 2)
        #expect([queue.take(), queue.take(), queue.take()] == [0, 1, nil])
        queue.end(0, asFailure: true)
        #expect(queue.take() == nil, "the one under way may be the second to fail")
        queue.end(1, asFailure: false)
        #expect([queue.take(), queue.take()] == [2, 3])
    }
}
