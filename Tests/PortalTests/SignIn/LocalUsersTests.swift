import Foundation
import HTTPTransport
import Synchronization
import TestSupport
import Testing

@testable import tieout_portal

/// Users that only the portal knows, in a file of its own.
@Suite struct LocalUsersTests {
    private let folder: WorkFolder
    private let path: String
    private let now = Date(timeIntervalSince1970: 1_790_000_000)
    private static let cheap = PasswordHash.Cost(logN: 14, r: 8, p: 1)

    init() throws {
        folder = try WorkFolder()
        path = folder.path + "/users"
    }

    private func line(_ name: String, _ role: String = "viewer", _ password: String = "correct horse battery") -> String
    {
        "\(name):\(role):\(PasswordHash(of: Secret(password), cost: Self.cheap).text)\n"
    }

    private func write(_ text: String, mode: Int = 0o600) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    private func users() throws -> LocalUsers { try LocalUsers(file: LocalUserFile(path: path), now: now) }

    private func signIn(
        _ users: LocalUsers,
        _ name: String,
        _ password: String = "correct horse battery",
        after seconds: Double = 0
    ) async
        -> Result<Account, SignInRefusal>
    {
        await outcome { () async throws(SignInRefusal) in
            try await users.account(name: name, password: Secret(password), now: now.addingTimeInterval(seconds))
        }
    }

    @Test func nameAndPasswordFitTogetherOrTheyDoNot() async throws {
        try write(line("ann", "approver") + line("Bj\u{F6}rn", "viewer", "another long password"))
        let users = try users()
        #expect(await signIn(users, "ann") == .success(Account(name: "ann", role: .approver, source: .local)))
        #expect(
            await signIn(users, "Bjo\u{308}rn", "another long password")
                == .success(Account(name: "Bj\u{F6}rn", role: .viewer, source: .local))
        )
        for (name, password) in [
            ("ann", "another long password"), ("ann", ""), ("Ann", "correct horse battery"),
            ("", "correct horse battery"),
            ("nobody", "correct horse battery"), ("ann", String(repeating: "x", count: 5000)),
            ("ann:approver", "correct horse battery"),
        ] { #expect(await signIn(users, name, password) == .failure(.wrongPassword), "\(name)") }
    }

    @Test func aChangeOfTheFileIsSeenAtOnce() async throws {
        try write(line("ann") + line("bea"))
        let users = try users()
        let ann = try await signIn(users, "ann").get()
        let bea = try await signIn(users, "bea").get()
        #expect(users.vouch(for: ann, since: now, now: now))
        try LocalUserFile(path: path).change { users throws(SignInFault) in
            users.removeAll { $0.name == "ann" }
            users[0].hash = PasswordHash(of: Secret("a new password of bea"), cost: Self.cheap)
        }
        #expect(await signIn(users, "ann", after: 60) == .failure(.wrongPassword))
        #expect(!users.vouch(for: ann, since: now, now: now.addingTimeInterval(60)), "removed")
        #expect(!users.vouch(for: bea, since: now, now: now.addingTimeInterval(60)), "another password")
        #expect(try await signIn(users, "bea", "a new password of bea", after: 61).get() == bea)
        #expect(users.vouch(for: bea, since: now.addingTimeInterval(61), now: now.addingTimeInterval(62)))
    }

    @Test func anotherRoleEndsSessionsOfTheFormerOne() async throws {
        try write(line("ann", "approver"))
        let users = try users()
        let ann = try await signIn(users, "ann").get()
        try LocalUserFile(path: path).change { users throws(SignInFault) in users[0].role = .viewer }
        #expect(!users.vouch(for: ann, since: now, now: now.addingTimeInterval(1)))
    }

    /// A file that breaks while the portal runs lets nobody in, rather than those whom it may no longer name.
    @Test func aFileThatBreaksLetsNobodyIn() async throws {
        try write(line("ann"))
        let users = try users()
        let ann = try await signIn(users, "ann").get()
        try write(line("ann") + "half a line")
        #expect(await signIn(users, "ann") == .failure(.unavailable("line 2 of \(path) is damaged")))
        #expect(!users.vouch(for: ann, since: now, now: now))
        try FileManager.default.removeItem(atPath: path)
        #expect(
            await signIn(users, "ann") == .failure(.unavailable("\(path) cannot be read: No such file or directory"))
        )
        try write(line("ann"))
        #expect(await signIn(users, "ann") == .success(ann))
    }

    @Test func damagedLinesAreNamedByTheirNumberAndNeverShown() throws {
        let good = line("ann")
        for bad in [
            "bea:viewer", "bea:owner:" + good.split(separator: ":")[2], ":viewer:" + good.split(separator: ":")[2], "",
            " ", "# a comment",
            good.replacing("ann", with: "an\u{202E}n").trimmingCharacters(in: .newlines),
            good.replacing("ann", with: String(repeating: "n", count: 101)).trimmingCharacters(in: .newlines),
            good.replacing("viewer:$scrypt", with: "viewer:x:$scrypt").trimmingCharacters(in: .newlines),
            "ann:viewer:$scrypt$hunter2",
        ] {
            try write(good + bad + "\n" + line("cid"))
            #expect(throws: SignInFault("line 2 of \(path) is damaged", advice: "Remove it, then add that user again."))
            { try users() }
        }
        try write(good + line("ANN"))
        #expect(
            throws: SignInFault("line 2 of \(path) names a user for the second time", advice: "Remove one of them.")
        ) { try users() }
    }

    @Test func onlyAPlainFileOfOnesOwnIsRead() throws {
        for mode in [0o640, 0o604, 0o660, 0o644] {
            try write(line("ann"), mode: mode)
            #expect(throws: SignInFault("\(path) is open to others", advice: "chmod 600 \(path)")) { try users() }
        }
        try write(line("ann"))
        let link = folder.path + "/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(throws: SignInFault("\(link) cannot be read: Too many levels of symbolic links")) {
            try LocalUsers(file: LocalUserFile(path: link), now: now)
        }
        #expect(throws: SignInFault("\(folder.path) is no plain file")) {
            try LocalUsers(file: LocalUserFile(path: folder.path), now: now)
        }
        try write(String(repeating: "x", count: 2 << 20))
        #expect(throws: SignInFault("\(path) is larger than a file of users can be")) { try users() }
    }

    /// Two changes at once happen one after the other, and the folder has no leavings.
    @Test func changesAtOnceAreNotLost() throws {
        try write("")
        let (path, hash) = (path, PasswordHash(unmatchedAt: Self.cheap))
        let inside = Atomic(0)
        let most = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: 20) { index in
            #expect(throws: Never.self) {
                try LocalUserFile(path: path).change { users throws(SignInFault) in
                    most.max(inside.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
                    // Time for others to come in, if they could.
                    for _ in 0..<1000 { sched_yield() }
                    if let user = LocalUser(name: "user \(index)", role: .viewer, hash: hash) { users.append(user) }
                    inside.subtract(1, ordering: .relaxed)
                }
            }
        }
        #expect(most.load(ordering: .relaxed) == 1)
        #expect(try Set(LocalUserFile(path: path).read().users.map(\.name)) == Set((0..<20).map { "user \($0)" }))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["users"])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test func aChangeThatFailsLeavesTheFileAsItWas() throws {
        try write(line("ann"))
        let before = try String(contentsOfFile: path, encoding: .utf8)
        #expect(throws: SignInFault("no")) {
            try LocalUserFile(path: path).change { users throws(SignInFault) in
                users = []
                throw SignInFault("no")
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    }
}
