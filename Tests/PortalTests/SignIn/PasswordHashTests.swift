import Foundation
import HTTPTransport
import LocalPeers
import Testing

@testable import tieout_portal

/// Passwords as they are kept; Python's hashlib makes the same hashes, and checks ours.
@Suite struct PasswordHashTests {
    private struct Judged: Decodable {
        let checked: [Bool]
        let made: [String]
    }

    private static let cheap = PasswordHash.Cost(logN: 14, r: 8, p: 1)

    private func judged(check: [[String]] = [], make: [[Any]] = []) throws -> Judged {
        let input = try JSONSerialization.data(withJSONObject: ["check": check, "make": make])
        return try Peer.verdict(of: "judge_scrypt", on: input)
    }

    @Test func pythonReadsOursAndWeReadPythons() throws {
        let passwords = [
            "correct horse battery", "Zwölf große Bären", "\"$,:\\ \u{1F40E}", String(repeating: "x", count: 1024),
        ]
        let costs = [Self.cheap, .init(logN: 15, r: 4, p: 2), .init()]
        let ours = passwords.flatMap { password in
            costs.map { [PasswordHash(of: Secret(password), cost: $0).text, password] }
        }
        let orders = passwords.flatMap { password in
            costs.map { [password, Int($0.logN), Int($0.r), Int($0.p)] as [Any] }
        }
        let wrong = [[ours[0][0], passwords[1]]]
        let judged = try judged(check: ours + wrong, make: orders)
        #expect(judged.checked == ours.map { _ in true } + [false])
        for (order, text) in zip(orders, judged.made) {
            let hash = try #require(PasswordHash(text))
            #expect(hash.text == text)
            #expect(hash.matches(Secret(order[0] as? String ?? "")))
            #expect(!hash.matches(Secret("another password")))
        }
    }

    /// RFC 7914, section 12.
    @Test func theTestVectorOfTheSpecificationHolds() throws {
        let text =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
        let hash = try #require(PasswordHash(text))
        #expect(hash.matches(Secret("pleaseletmein")))
        #expect(!hash.matches(Secret("pleaseletmeIn")))
    }

    @Test func eachHashHasItsOwnSalt() {
        let hashes = (0..<4).map { _ in PasswordHash(of: Secret("correct horse battery"), cost: Self.cheap).text }
        #expect(Set(hashes).count == 4)
    }

    /// The same word from a keyboard that composes its letters.
    @Test func composedLettersAreTheSame() {
        let hash = PasswordHash(of: Secret("Zw\u{F6}lf gro\u{DF}e B\u{E4}ren"), cost: Self.cheap)
        #expect(hash.matches(Secret("Zwo\u{308}lf gro\u{DF}e Ba\u{308}ren")))
    }

    @Test(arguments: [
        "", "$", "plain", "$scrypt$ln=16,r=8,p=1$c2FsdHNhbHQ", "$bcrypt$ln=16,r=8,p=1$c2FsdHNhbHQ$aGFzaA",
        "$scrypt$ln=16,r=8,p=1$c2FsdHNhbHQ$aGFzaA",
        "$scrypt$r=8,ln=16,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=016,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=10,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=20,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=63,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=99999999999999999999,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=14,r=18446744073709551615,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI$",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRd_fI",
    ])
    func anythingElseIsNoHash(text: String) {
        #expect(PasswordHash(text) == nil)
        // What all of them are a slip away from.
        #expect(
            PasswordHash("$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf043/2o+7qQT44+qbVD9lRdofI") != nil
        )
    }

    /// More than the desk has places for are sent away rather than taking the machine's memory.
    @Test func theDeskHasSoManyPlaces() async {
        let (desk, hash) = (PasswordDesk(), PasswordHash(unmatchedAt: Self.cheap))
        let refused = await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    await outcome { () async throws(SignInRefusal) in
                        try await desk.matches(hash, Secret("some password"))
                    }
                }
            }
            return await group.reduce(into: [:]) { counts, outcome in counts["\(outcome)", default: 0] += 1 }
        }
        #expect(refused.values.reduce(0, +) == 200)
        #expect(refused["\(Result<Bool, SignInRefusal>.success(false))"] ?? 0 >= PasswordDesk.places)
        #expect(
            await outcome { () async throws(SignInRefusal) in try await desk.matches(hash, Secret("some password")) }
                == .success(false)
        )
    }
}
