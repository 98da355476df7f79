import Reconciliation

/// The connections over which a run posts what moves credits, each for other buyers at the same time.
///
/// Each is a ledger with a thread and a session of its own under the run's lease, and posts one correction after the other
/// as ``PostgresLedger/postGrant(_:context:)`` does. The first is the run's own.
public struct PostingConnections: Sendable {
    private let ledgers: [PostgresLedger]
    /// Why there are fewer than were asked for; nil where there are not.
    public let refusal: PostgresError?

    /// How many there are; one at least.
    public var count: Int { ledgers.count }

    /// Opens further connections beside a ledger's own.
    ///
    /// - Parameters:
    ///   - most: how many there are to be in all; those that the server refuses are done without.
    ///   - movements: what is to be posted; for each buyer one connection is enough.
    public init(of ledger: PostgresLedger, most: Int, for movements: [PlannedCorrection]) async {
        let buyers = Set(movements.map(\.correction.userID)).count
        var (ledgers, refusal): ([PostgresLedger], PostgresError?) = ([ledger], nil)
        await withTaskGroup(of: Result<PostgresLedger, PostgresError>.self) { tasks in
            for _ in 1..<max(min(most, buyers), 1) {
                tasks.addTask {
                    do throws(PostgresError) { return .success(try await ledger.another()) } catch {
                        return .failure(error)
                    }
                }
            }
            for await opened in tasks {
                switch opened {
                case .success(let other): ledgers.append(other)
                case .failure(let error): refusal = error
                }
            }
        }
        (self.ledgers, self.refusal) = (ledgers, refusal)
    }

    /// Ends the further ones.
    public func close() async { for other in ledgers.dropFirst() { await other.disconnect() } }

    /// Posts corrections that move credits: a buyer's one after the other, and stops where so many failed one after the
    /// other that the ledger is to blame.
    ///
    /// What was under way over a connection that stays away is asked for over another one, and posted there if the
    /// database did not keep it.
    ///
    /// - Parameters:
    ///   - context: of the run; each correction's protection is its own.
    ///   - mayGoOn: asked before each; when it throws, those under way are finished and the rest is not tried.
    /// - Returns: what became of those that were tried, in the order of the plan.
    /// - Throws: what `mayGoOn` throws; ``PostgresError/connectionLost(during:message:)`` and
    ///   ``PostgresError/cannotConnect(message:)`` when the database stays away over every connection;
    ///   ``PostgresError/leaseLost``.
    public func post(
        _ movements: [PlannedCorrection],
        context: PostingContext,
        mostFailuresInARow: Int,
        mayGoOn: () throws -> Void
    ) async throws -> [PostedCorrection] {
        var queue = PostingQueue(
            buyers: movements.map(\.correction.userID),
            mostFailuresInARow: mostFailuresInARow
        )
        var posted: [Int: PostedCorrection] = [:]
        var idle = Array(ledgers.reversed())
        var mayHaveBeenKept: Set<Int> = []
        try await withThrowingTaskGroup(of: Ending.self) { tasks in
            while true {
                while let ledger = idle.last {
                    try mayGoOn()
                    guard let position = queue.take() else { break }
                    idle.removeLast()
                    let planned = movements[position]
                    var own = context
                    (own.protection, own.approvedBy) = (planned.protection, planned.approvedBy)
                    let (correction, isUnsure) = (planned.correction, mayHaveBeenKept.contains(position))
                    tasks.addTask { [own] in
                        await Ending(of: correction, at: position, over: ledger, own, mayHaveBeenKept: isUnsure)
                    }
                }
                guard let ending = try await tasks.next() else { return }
                switch ending.result {
                case .success(let correction):
                    posted[ending.position] = correction
                    queue.end(ending.position, asFailure: correction.outcome.isFailure)
                    idle.append(ending.ledger)
                case .failure(let error):
                    let othersAreLeft = !idle.isEmpty || !tasks.isEmpty
                    guard error.isOfTheConnection, othersAreLeft else { throw error }
                    mayHaveBeenKept.insert(ending.position)
                    queue.putBack(ending.position)
                }
            }
        }
        if ledgers.count > 1 { try await ledgers[0].connectIfBroken() }
        return posted.sorted { $0.key < $1.key }.map(\.value)
    }

    /// What became of a correction over a connection.
    private struct Ending: Sendable {
        let position: Int
        let ledger: PostgresLedger
        let result: Result<PostedCorrection, PostgresError>

        init(
            of correction: Correction,
            at position: Int,
            over ledger: PostgresLedger,
            _ context: PostingContext,
            mayHaveBeenKept: Bool
        ) async {
            self.position = position
            self.ledger = ledger
            do throws(PostgresError) {
                result = .success(
                    try await ledger.postMovement(correction, context: context, mayHaveBeenKept: mayHaveBeenKept)
                )
            } catch {
                result = .failure(error)
            }
        }
    }
}

extension PostgresLedger {
    /// A further connection to the same ledger, under the same lease.
    fileprivate func another() async throws(PostgresError) -> PostgresLedger {
        let other = PostgresLedger(settings, mapping: mapping)
        try await other.connect(obeying: fencing)
        return other
    }

    /// Connects again where the connection broke while others went on. One that stood idle knows only when it is used.
    fileprivate func connectIfBroken() throws(PostgresError) {
        do throws(PostgresError) {
            _ = try databaseNow()
        } catch {
            guard needsConnection else { throw error }
            try connect()
        }
    }

    private func connect(obeying fencing: Int64?) throws(PostgresError) {
        self.fencing = fencing
        try connect()
    }
}

extension PostgresError {
    /// Whether it says nothing of the correction: the connection is gone and did not come back.
    fileprivate var isOfTheConnection: Bool {
        switch self {
        case .cannotConnect, .connectionLost, .commitOutcomeUnknown: true
        default: false
        }
    }
}
