import Failpoints
import Foundation
import LocalPeers
import PostgresLedger
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// Nights in which something goes wrong, with a mark in every secret that the program is given: the key, three passwords of
/// the database, the addresses of chat, webhook and mail server with user and password, and the secret that webhooks are
/// signed under. Whatever happens, no byte that is written or sent to a channel holds the mark; the log has no more to say
/// than it says by itself.
@Suite struct FaultSecretTests {
    private let night: FaultNight
    private let program: Program
    private let stripe: Server
    private let chat: Peer
    private let mail: Peer
    /// A command line that held the mark, as anybody on the machine may read it.
    private let commandLines = Leaks()

    private final class Leaks: Sendable {
        let lines = Mutex<[String]>([])
    }

    private static let given: Set = ["passwords", "tieout.yaml"]

    init() async throws {
        night = try await FaultNight { shop in
            try FaultNight.something(&shop)
            // Something to be told of.
            shop.account.refund("ch_done", amount: 500, at: Int64(Date().timeIntervalSince1970) - 86_400)
        }
        stripe = try Server(
            night.stripe.account,
            options: {
                var options = Server.Options()
                options.keys = [AccessKey(Canary.key, readable: Set(ObjectKind.allCases))]
                return options
            }()
        )
        (chat, mail) = (try Peer("http_peer", ["200"]), try Peer("mail_peer", ["take"]))
        let folder = night.program.folder
        let passwordFile = try folder.write("*:*:*:*:\(Canary.password)2\n", to: "passwords")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: passwordFile)
        let configuration = try String(contentsOfFile: "\(folder.path)/tieout.yaml", encoding: .utf8)
        try folder.write(
            configuration + "alerts:\n  mail:\n    from: tieout@example.com\n    to: [oncall@example.com]\n",
            to: "tieout.yaml"
        )
        program = night.program.with([
            "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": Canary.key, "PGPASSFILE": passwordFile,
            "PGPASSWORD": "\(Canary.password)1", "DATABASE_URL": Self.withPassword(night.database.url),
            "TIEOUT_WEBHOOK_SECRET": "whsec_\(String(repeating: Canary.mark, count: 6))",
        ]).with(Self.channels(chat: chat.port, mail: mail.port))
    }

    /// Addresses that are secrets, of whoever listens there.
    private static func channels(chat: Int, mail: Int) -> [String: String?] {
        [
            "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat)/services/T0/B0/\(Canary.mark)0slack",
            "TIEOUT_WEBHOOK": "http://127.0.0.1:\(chat)/\(Canary.mark)0hook",
            "TIEOUT_SMTP_URL": "smtp://127.0.0.1:\(mail)",
        ]
    }

    private static func withPassword(_ url: String) -> String {
        url.replacing("postgres@", with: "postgres:\(Canary.password)%403@", maxReplacements: 1)
    }

    /// Runs it, and expects that it ended in one of those ways and that nothing of it holds a secret.
    private func expectNoSecret(
        _ program: Program? = nil,
        asksForJSON: Bool = true,
        hearing act: @escaping @Sendable (Arrival) -> Void = { _ in },
        isGone: @escaping @Sendable () -> Bool = { false },
        endingIn statuses: Set<Int32>,
        saying words: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let commandLines = commandLines
        let listener = try StepListener { arrival in
            let line = FileManager.default.contents(atPath: "/proc/\(arrival.process)/cmdline") ?? Data()
            let text = String(decoding: line, as: UTF8.self)
            // A process that was killed has none any more, while a step of another of its threads still arrives.
            if text.isEmpty && !isGone() || Canary.isIn(text) { commandLines.lines.withLock { $0.append(text) } }
            act(arrival)
        }
        let arguments = asksForJSON ? night.arguments : night.arguments.dropLast(2)
        let ending = try (program ?? self.program).with(listener.environment).run(arguments)
        withExtendedLifetime(listener) {}
        #expect(statuses.contains(ending.status), "\(ending.notes)", sourceLocation: sourceLocation)
        #expect(words.isEmpty || (ending.output + ending.notes).contains(words), "\(ending.notes)")
        let leaks = try Canary.leaks(of: ending, in: night.program.folder, except: Self.given, night.database)
        #expect(
            leaks.map(\.place) == [],
            "\(leaks.map { $0.content.prefix(2_000) })",
            sourceLocation: sourceLocation
        )
        #expect(commandLines.lines.withLock { $0 } == [], sourceLocation: sourceLocation)
        Figures.add(1, "faults with a mark in every secret, none written", row: 24, test: "FaultSecretTests")
    }

    /// What the chat, the webhook and the mail server took.
    private func expectNoSecretIsTold() throws {
        let requests = try [chat.next(TakenRequest.self), chat.next(TakenRequest.self)]
        #expect(Set(requests.map { $0.path.hasSuffix("0hook") }) == [true, false])
        for request in requests {
            #expect(request.body.contains("findings wait for a person"))
            // The address itself and the signature are for the other side; everything else is read by people.
            #expect(!Canary.isIn(request.body) && !Canary.isIn("\(request.headers.values)"), "\(request)")
        }
        let mail: TakenMail = try mail.next()
        #expect(!Canary.isIn("\(mail)"))
    }

    @Test func anUndisturbedNight() throws {
        try expectNoSecret(endingIn: [2])
        try expectNoSecretIsTold()
    }

    @Test(arguments: [
        Moment(step: .leaseTaken), Moment(step: .runBegun), Moment(step: .collected),
        Moment(step: .called, after: .planned), Moment(step: .commitSent, after: .correctionRecorded, since: .planned),
        Moment(step: .accounted), Moment(step: .runEnded),
    ])
    func killedAndRunAgain(_ moment: Moment) throws {
        let watch = Watch(for: moment)
        try expectNoSecret(
            hearing: { if watch.isStruck(by: $0.step) { kill($0.process, SIGKILL) } },
            isGone: { watch.hasCome },
            endingIn: [128 + SIGKILL]
        )
        try night.database.waitUntilNobodyIsConnected()
        try expectNoSecret(endingIn: [2])
    }

    @Test(arguments: CommitProxy.Break.allCases) func aCommitWithoutAnAnswer(_ manner: CommitProxy.Break) throws {
        let proxy = try CommitProxy(to: night.database.serverFolder, breakingAfter: "grant_8_record", manner)
        let url = Self.withPassword(proxy.url(of: night.database.name))
        try expectNoSecret(program.with(["DATABASE_URL": url]), endingIn: [2, 69])
        withExtendedLifetime(proxy) {}
    }

    @Test func sessionsThatAreEnded() throws {
        let (watch, database) = (Watch(for: Moment(step: .called, after: .planned)), night.database)
        try expectNoSecret(
            hearing: { if watch.isStruck(by: $0.step) { ConnectionFaultTests.endSessions(of: database) } },
            endingIn: [2, 69]
        )
    }

    /// The function repeats what the server knows of its session, as whoever looks for a fault has it do.
    @Test func aFunctionThatFails() throws {
        let (watch, database) = (Watch(for: Moment(step: .planned)), night.database)
        try expectNoSecret(
            asksForJSON: false,
            hearing: { arrival in
                guard watch.isStruck(by: arrival.step) else { return }
                #expect(throws: Never.self) {
                    try database.connect().execute(
                        script: """
                            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$
                            BEGIN
                                RAISE EXCEPTION 'not today: %', (
                                    SELECT string_agg(activity::text, '; ') FROM pg_stat_activity AS activity
                                    WHERE pid = pg_backend_pid()
                                );
                            END $$;
                            CREATE TRIGGER fail BEFORE INSERT ON public.credit_transactions
                                FOR EACH ROW EXECUTE FUNCTION public.fail();
                            """
                    )
                }
            },
            endingIn: [3],
            saying: "not today"
        )
    }

    /// Channels that refuse, and one that repeats what it was sent.
    @Test(arguments: ["404", "500", "refuse"]) func channelsThatAreDown(_ answer: String) throws {
        let (chat, mail) = (
            try Peer("http_peer", [answer]), try Peer("mail_peer", [answer == "500" ? "later" : "refuse"])
        )
        try expectNoSecret(
            program.with(Self.channels(chat: chat.port, mail: mail.port)),
            endingIn: [1],
            saying: "was not told"
        )
    }

    @Test func nobodyListensAtAnyAddress() throws {
        var channels = Self.channels(chat: 1, mail: 1)
        channels["TIEOUT_SMTP_URL"] = "smtp://\(Canary.mark)0user:\(Canary.password)@127.0.0.1:1"
        try expectNoSecret(program.with(channels), endingIn: [1], saying: "was not told")
    }

    /// A run that cannot even begin: it is told, and says why.
    @Test func aDatabaseThatIsNotThere() throws {
        let nowhere = "postgresql://postgres:\(Canary.password)@127.0.0.1:1/none"
        let ending = try program.with(["DATABASE_URL": nowhere]).run(night.arguments)
        #expect(ending.status == 69, "\(ending.notes)")
        let leaks = try Canary.leaks(of: ending, in: night.program.folder, except: Self.given, night.database)
        #expect(leaks.map(\.place) == [])
        for _ in 0..<2 {
            let request = try chat.next(TakenRequest.self)
            #expect(request.body.contains("the run could not finish") && !Canary.isIn(request.body), "\(request.body)")
        }
        #expect(!Canary.isIn("\(try mail.next(TakenMail.self))"))
    }
}
