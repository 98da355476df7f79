extension Array where Element: Sendable {
    /// Asks about every element, several at once, and delivers the answers in the elements' order.
    ///
    /// The first failure in that order ends it: what lies before it has been delivered, nothing behind it will be.
    ///
    /// - Parameter atOnce: how many may be asked about or wait for those before them.
    /// - Throws: what `ask` and `deliver` throw.
    func ask<Answer: Sendable>(
        atOnce: Int,
        _ ask: @escaping @Sendable (Element) async throws -> Answer,
        deliver: (Element, Answer) async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, Result<Answer, any Error>).self) { group in
            var early: [Int: Result<Answer, any Error>] = [:]
            var rest = Array<(offset: Int, element: Element)>(enumerated())[...]
            func askNext() {
                guard let (index, element) = rest.popFirst() else { return }
                group.addTask {
                    do {
                        return (index, .success(try await ask(element)))
                    } catch {
                        return (index, .failure(error))
                    }
                }
            }
            for _ in 0..<atOnce { askNext() }
            for (index, element) in enumerated() {
                while early[index] == nil, let (arrived, answer) = try await group.next() { early[arrived] = answer }
                guard let answer = early.removeValue(forKey: index) else { return }
                try await deliver(element, answer.get())
                askNext()
            }
        }
    }
}
