import CPostgres
import Failpoints

/// Statements of one transaction that travel together: nothing is sent until an answer is asked for, then all that waits.
///
/// The server runs them one after the other as if each had come by itself, each with its own look at what is committed;
/// after one that fails it runs none of the rest. So a transaction that writes its statements down in the same order as ever
/// needs a round trip only where it has to decide something.
///
/// Where a test listens to the steps of the program, each statement travels alone, so that the server is no further than
/// the step says.
final class Pipeline {
    /// An answer that comes when it is asked for, or the reason why there is none.
    final class Answer {
        private let pipeline: Pipeline
        fileprivate let request: Request
        fileprivate var isNew = false
        fileprivate var result: Result<ResultRows, PostgresError>?

        fileprivate init(to request: Request, of pipeline: Pipeline) {
            self.request = request
            self.pipeline = pipeline
        }

        fileprivate var hasFailed: Bool {
            if case .failure = result { return true }
            return false
        }

        /// The rows.
        ///
        /// - Throws: what ``Connection/query(_:_:)`` throws, of this statement or of the one before it that failed.
        func rows() throws(PostgresError) -> ResultRows {
            if result == nil { pipeline.exchange() }
            switch result {
            case .success(let rows): return rows
            case .failure(let error): throw error
            case nil: throw pipeline.failure ?? .connectionLost(during: request.statement.name, message: "no answer")
            }
        }
    }

    fileprivate struct Request {
        let statement: Statement
        let parameters: EncodedParameters
        /// What it means when there is no row.
        let ifEmpty: PostgresError?
        /// The step that is reached with its answer.
        let step: Step?
    }

    let connection: Connection
    /// What the transaction is about, as tests are told with each step; empty where it is about many objects.
    private let object: String
    private var waiting: [Answer] = []
    /// Whether anything was sent: until then there is nothing to roll back.
    private(set) var hasBegun = false
    /// Why nothing more is sent; nil as long as all is well.
    private(set) var failure: PostgresError?

    init(_ connection: Connection, about object: String = "") {
        self.connection = connection
        self.object = object
    }

    /// Adds a statement.
    ///
    /// - Parameters:
    ///   - ifEmpty: the error that an answer without rows stands for.
    ///   - step: the step that is reached when it was answered.
    /// - Throws: ``PostgresError/invalidParameter(statement:position:)``.
    @discardableResult
    func ask(
        _ statement: Statement,
        _ parameters: [Parameter] = [],
        ifEmpty: PostgresError? = nil,
        reaching step: Step? = nil
    ) throws(PostgresError) -> Answer {
        let encoded = try EncodedParameters(parameters, of: statement)
        let answer = Answer(
            to: Request(statement: statement, parameters: encoded, ifEmpty: ifEmpty, step: step),
            of: self
        )
        waiting.append(answer)
        return answer
    }

    /// Waits until all that was asked is answered.
    ///
    /// - Throws: the first failure.
    func settle() throws(PostgresError) {
        exchange()
        if let failure { throw failure }
    }

    /// Adds COMMIT and waits for it.
    ///
    /// - Throws: the first failure; ``PostgresError/commitOutcomeUnknown(message:)``,
    ///   ``PostgresError/rolledBackAtCommit``.
    func commit() throws(PostgresError) {
        // The server knows nothing of what an answer without rows means: it must not see the COMMIT before.
        if Step.areHeard || waiting.contains(where: { $0.request.ifEmpty != nil }) { exchange() }
        if let failure { throw failure }
        Step.reached(.committing, of: object)
        do throws(PostgresError) {
            let commit = try ask(.commit)
            // Sent and answered apart: between the two nobody knows what becomes of the transaction.
            let sent = send()
            Step.reached(.commitSent, of: object)
            receive(sent)
            if let failure { throw failure }
            guard try commit.rows().commandTag == "COMMIT" else { throw .rolledBackAtCommit }
            Step.reached(.committed, of: object)
        } catch {
            switch error {
            case .connectionLost(_, let message): throw .commitOutcomeUnknown(message: message)
            case .server(let refusal) where refusal.sqlState.leavesOutcomeUnknown:
                throw .commitOutcomeUnknown(message: refusal.message)
            default: throw error
            }
        }
    }

    /// Sends what waits and takes the answers.
    private func exchange() {
        guard Step.areHeard else { return receive(send()) }
        let asked = waiting
        for answer in asked where failure == nil {
            waiting = [answer]
            receive(send())
            if failure == nil, let step = answer.request.step { Step.reached(step, of: object) }
        }
        waiting = []
    }

    /// Sends what waits; ``receive(_:)`` has to follow.
    private func send() -> [Answer] {
        guard failure == nil, !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        hasBegun = true
        do throws(PostgresError) {
            try connection.beginPipeline()
            for answer in waiting {
                answer.isNew = try connection.send(answer.request.statement, answer.request.parameters)
            }
            try connection.endPipeline()
            return waiting
        } catch {
            failure = error
            return []
        }
    }

    /// Takes the answers in order; after the first failure the others have none.
    private func receive(_ sent: [Answer]) {
        guard !sent.isEmpty else { return }
        for answer in sent {
            do throws(PostgresError) {
                let rows = try connection.receive(answer.request.statement, isNew: answer.isNew)
                answer.result = .success(rows)
                guard rows.isEmpty, failure == nil, let meaning = answer.request.ifEmpty else { continue }
                answer.result = .failure(meaning)
                failure = meaning
            } catch {
                if failure == nil { failure = error }
                answer.result = .failure(error)
                break
            }
        }
        connection.leavePipeline()
        // What the server says as it ends the session is no refusal of the statement, and of a COMMIT no answer.
        guard connection.isLost, case .server(let farewell) = failure else { return }
        let loss = PostgresError.connectionLost(during: farewell.statement, message: farewell.message)
        failure = loss
        for answer in sent where answer.hasFailed { answer.result = .failure(loss) }
    }
}
