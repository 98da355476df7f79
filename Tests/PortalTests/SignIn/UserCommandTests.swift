import Foundation
import LocalPeers
import TestSupport
import Testing

/// `tieout-portal user …` as whoever keeps the file of users types it.
@Suite struct UserCommandTests {
    private let folder: WorkFolder
    private let shell: Program
    private static let binary = URL(filePath: Program.binary).deletingLastPathComponent().appending(
        path: "tieout-portal"
    ).path

    init() throws {
        folder = try WorkFolder()
        shell = Program(
            "/bin/sh",
            environment: ["PORTAL_USERS": folder.path + "/users", "PORTAL": Self.binary],
            folder: folder
        )
    }

    private func sh(_ script: String) throws -> Ending { try shell.run("-c", script) }

    private static let password = "printf 'correct horse battery\\n' |"

    @Test func usersAreAddedListedChangedAndRemoved() throws {
        var ending = try sh("\(Self.password) \"$PORTAL\" user add ann@example.com --role approver")
        #expect(ending.status == 0 && ending.output == "ann@example.com may sign in as approver.\n", "\(ending)")
        ending = try sh("\(Self.password) \"$PORTAL\" user add 'Bea B.' --role viewer --users users")
        #expect(ending.status == 0, "\(ending)")
        let former = try String(contentsOfFile: folder.path + "/users", encoding: .utf8)
        #expect(former.split(separator: "\n").allSatisfy { $0.contains(":$scrypt$ln=16,r=8,p=1$") })
        #expect(!former.contains("horse"))
        #expect(try sh("\"$PORTAL\" user list").output == "viewer\tBea B.\napprover\tann@example.com\n")
        ending = try sh("printf 'another long password\\r\\n' | \"$PORTAL\" user password 'Bea B.'")
        #expect(ending.status == 0 && ending.output == "Bea B. has a new password.\n", "\(ending)")
        let lines = try String(contentsOfFile: folder.path + "/users", encoding: .utf8).split(separator: "\n")
        #expect(lines[0] == former.split(separator: "\n")[0] && lines[1] != former.split(separator: "\n")[1])
        #expect(try sh("\"$PORTAL\" user remove ann@example.com").output == "ann@example.com is removed.\n")
        #expect(try sh("\"$PORTAL\" user list").output == "viewer\tBea B.\n")
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/users")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(folder.names(in: ".").filter { $0.contains("draft") } == [])
    }

    @Test func whatCannotBeIsSaidAndNothingIsChanged() throws {
        _ = try sh("\(Self.password) \"$PORTAL\" user add ann --role approver")
        let before = try String(contentsOfFile: folder.path + "/users", encoding: .utf8)
        let long = String(repeating: "n", count: 101)
        for (script, status, part) in [
            ("\(Self.password) \"$PORTAL\" user add ANN --role viewer", 78, "there is a user ann already"),
            ("\(Self.password) \"$PORTAL\" user add a:b --role viewer", 78, "cannot be a user's name"),
            ("\(Self.password) \"$PORTAL\" user add \(long) --role viewer", 78, "cannot be a user's name"),
            (
                "\(Self.password) \"$PORTAL\" user add \"$(printf 'a\\033[31m')\" --role viewer", 78,
                "cannot be a user's name"
            ),
            ("printf 'elevenbytes\\n' | \"$PORTAL\" user add bea --role viewer", 78, "between 12 and 1024 bytes"),
            (
                "head -c 1025 /dev/zero | tr '\\0' x | \"$PORTAL\" user add bea --role viewer", 78,
                "between 12 and 1024 bytes"
            ),
            ("\"$PORTAL\" user add bea --role viewer < /dev/null", 78, "no password came"),
            ("\(Self.password) \"$PORTAL\" user add bea --role owner", 64, "role"),
            ("\(Self.password) \"$PORTAL\" user add bea", 64, "--role"),
            ("\"$PORTAL\" user remove bea", 78, "there is no such user"),
            ("\(Self.password) \"$PORTAL\" user password bea", 78, "there is no such user"),
            ("unset PORTAL_USERS; \"$PORTAL\" user list", 78, "no file of users is named"),
            ("\"$PORTAL\" user list --users missing", 78, "missing cannot be read: No such file or directory"),
            ("\(Self.password) \"$PORTAL\" user add bea --role viewer --users no/such/folder", 78, "cannot be"),
        ] {
            let ending = try sh(script)
            #expect(ending.status == status && ending.notes.contains(part), "\(script): \(ending)")
            #expect(ending.output == "")
        }
        #expect(try String(contentsOfFile: folder.path + "/users", encoding: .utf8) == before)
    }

    @Test func aDamagedFileIsNeitherShownNorOverwritten() throws {
        try "ann:viewer:hunter2\n".write(toFile: folder.path + "/users", atomically: false, encoding: .utf8)
        #expect(chmod(folder.path + "/users", 0o600) == 0)
        for script in [
            "\"$PORTAL\" user list", "\(Self.password) \"$PORTAL\" user add bea --role viewer",
            "\"$PORTAL\" user remove ann",
        ] {
            let ending = try sh(script)
            #expect(ending.status == 78 && ending.notes.contains("line 1 of"), "\(ending)")
            #expect(!ending.notes.contains("hunter2"))
        }
        #expect(try String(contentsOfFile: folder.path + "/users", encoding: .utf8) == "ann:viewer:hunter2\n")
    }

    private struct Typed: Decodable {
        let status: Int32
        let shown: String
        let echoes: Bool
    }

    /// At a terminal that Python holds: nothing of the password is shown, and the terminal is as it was afterwards.
    @Test(arguments: [
        ("correct horse battery\r|correct horse battery\r", 0, "ann may sign in as viewer."),
        ("correct horsx\u{7F}e battery\r|correct horse battery\r", 0, "ann may sign in as viewer."),
        ("wrong\u{15}correct horse battery\r|correct horse batterä\u{7F}y\r", 0, "ann may sign in as viewer."),
        ("correct horse battery\r|correct horse batterie\r", 78, "the two passwords differ"),
        ("short\r", 78, "between 12 and 1024 bytes"),
        ("correct horse\u{03}", 78, "broken off; nothing was changed"),
    ])
    func atATerminalThePasswordIsTypedTwiceAndNotShown(typed: String, status: Int32, said: String) throws {
        let order: [String: Any] = [
            "program": [Self.binary, "user", "add", "ann", "--role", "viewer", "--users", folder.path + "/users"],
            "typed": typed.split(separator: "|").map(String.init),
        ]
        let seen: Typed = try Peer.verdict(of: "terminal", on: JSONSerialization.data(withJSONObject: order))
        #expect(seen.status == status && seen.shown.contains(said), "\(seen)")
        #expect(seen.shown.contains("Password for ann: "))
        #expect(!seen.shown.contains("horse") && !seen.shown.contains("short"))
        #expect(seen.echoes)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/users") == (status == 0))
    }
}
