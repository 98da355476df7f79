import ArgumentParser
import Foundation
import HTTPTransport

/// `tieout-portal user …`: those who sign in without an account at the application.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Users that only the portal knows, for those without an account at the application.",
        discussion: """
            They are kept in a file of this user's alone, with their passwords hashed by scrypt. A portal that runs sees each \
            change at once; who is removed, or gets another password or role, is signed out.
            """,
        subcommands: [Add.self, List.self, Remove.self, Password.self]
    )

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a user.",
            discussion: "The password is asked for twice without being shown, or is the first line of standard input."
        )
        @OptionGroup var options: UserFileOption
        @Argument(help: "The user's name: up to 100 characters, no colon.") var name: String
        @Option(help: "What they may do: viewer or approver.") var role: Account.Role

        func run() throws {
            try options.reporting { file throws(SignInFault) in
                let name = self.name.precomposedStringWithCanonicalMapping
                guard LocalUser.isName(name) else {
                    throw SignInFault(
                        "that cannot be a user's name",
                        advice:
                            "A name has up to \(LocalUser.mostOfName) characters, no colon and no control characters."
                    )
                }
                // Before anybody types a password; and again under the lock, which is not held while somebody types.
                if file.stamp != nil { try Self.refuse(name, among: file.read().users) }
                let hash = PasswordHash(of: try PasswordPrompt.newPassword(for: name))
                try file.change(mayBegin: true) { users throws(SignInFault) in
                    try Self.refuse(name, among: users)
                    guard let user = LocalUser(name: name, role: role, hash: hash) else {
                        preconditionFailure("looked at")
                    }
                    users.append(user)
                }
                print("\(name) may sign in as \(role.rawValue).")
            }
        }

        private static func refuse(_ name: String, among users: [LocalUser]) throws(SignInFault) {
            guard let user = users.first(where: { $0.name.lowercased() == name.lowercased() }) else { return }
            throw SignInFault(
                "there is a user \(user.name) already",
                advice: "tieout-portal user password NAME gives another password."
            )
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists names and roles.")
        @OptionGroup var options: UserFileOption

        func run() throws {
            try options.reporting { file throws(SignInFault) in
                for user in try file.read().users.sorted(by: { $0.name < $1.name }) {
                    print("\(user.role.rawValue)\t\(user.name)")
                }
            }
        }
    }

    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Removes a user, who is signed out at once.")
        @OptionGroup var options: UserFileOption
        @Argument(help: "The user's name.") var name: String

        func run() throws {
            try options.reporting { file throws(SignInFault) in
                try file.change { users throws(SignInFault) in
                    users.remove(at: try UserFileOption.index(of: name, in: users))
                }
                print("\(name) is removed.")
            }
        }
    }

    struct Password: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a user another password, and signs them out.",
            discussion: "The password is asked for twice without being shown, or is the first line of standard input."
        )
        @OptionGroup var options: UserFileOption
        @Argument(help: "The user's name.") var name: String

        func run() throws {
            try options.reporting { file throws(SignInFault) in
                _ = try UserFileOption.index(of: name, in: file.read().users)
                let hash = PasswordHash(of: try PasswordPrompt.newPassword(for: name))
                try file.change { users throws(SignInFault) in
                    users[try UserFileOption.index(of: name, in: users)].hash = hash
                }
                print("\(name) has a new password.")
            }
        }
    }
}

extension Account.Role: ExpressibleByArgument {}

/// Which file of users a command is about.
struct UserFileOption: ParsableArguments {
    @Option(help: "The file of users; PORTAL_USERS where it is not given.") var users: String?

    /// The place of a user's name among users.
    static func index(of name: String, in users: [LocalUser]) throws(SignInFault) -> Int {
        let name = name.precomposedStringWithCanonicalMapping
        guard let index = users.firstIndex(where: { $0.name == name }) else {
            throw SignInFault("there is no such user", advice: "tieout-portal user list")
        }
        return index
    }

    /// Runs a command on the file; a fault is said on standard error, and the program ends with status 78, as for any other
    /// configuration.
    func reporting(_ body: (LocalUserFile) throws(SignInFault) -> Void) throws {
        do throws(SignInFault) {
            let set = ProcessInfo.processInfo.environment["PORTAL_USERS"].flatMap { $0.isEmpty ? nil : $0 }
            guard let path = users ?? set else {
                throw SignInFault("no file of users is named", advice: "Give --users FILE or set PORTAL_USERS.")
            }
            try body(LocalUserFile(path: path))
        } catch {
            let text = "tieout-portal: \(error)\n" + (error.advice.map { "  \($0)\n" } ?? "")
            try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
            throw ExitCode(78)
        }
    }
}
