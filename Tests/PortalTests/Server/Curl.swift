import Foundation
import TestSupport

/// curl as a browser without scruples: it sends addresses and headers as they are written.
struct Curl {
    /// Held, as a portal that nobody holds is stopped.
    private let portal: RunningPortal
    private let folder: WorkFolder
    private let jar: String

    /// Where the portal is.
    var origin: String { portal.origin }

    /// What was answered.
    struct Answer {
        /// 0 when the connection ended without an answer.
        let status: Int
        let headers: [String: String]
        let body: Data
        /// curl's own exit status: 18 for a body that ended too early.
        let ending: Int32

        var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// A browser of its own, with cookies of its own.
    init(_ portal: RunningPortal) throws {
        self.portal = portal
        folder = try WorkFolder()
        jar = "\(folder.path)/cookies"
    }

    /// Signs in by the portal's one-time link.
    static func signedIn(to portal: RunningPortal) throws -> Curl {
        let curl = try Curl(portal)
        guard let token = portal.link?.split(separator: "=").last else { throw NotSignedIn() }
        guard try curl.post("/sign-in/link", ["token": String(token)]).status == 303 else { throw NotSignedIn() }
        return curl
    }

    /// Asks for an address, written as it is.
    func get(_ target: String, _ arguments: String...) throws -> Answer { try ask(target, arguments) }

    /// Sends a form.
    func post(_ target: String, _ fields: KeyValuePairs<String, String>, _ arguments: String...) throws -> Answer {
        try ask(target, fields.flatMap { ["--data-urlencode", "\($0)=\($1)"] } + arguments)
    }

    /// What a page's forms carry.
    func formToken() throws -> String {
        let page = try get("/").text
        return String(page.firstMatch(of: /name="form_token" value="([^"]+)"/)?.1 ?? "")
    }

    func ask(_ target: String, _ arguments: [String]) throws -> Answer {
        let name = UUID().uuidString
        let (body, head) = ("\(folder.path)/\(name).body", "\(folder.path)/\(name).head")
        let usual = ["--silent", "--path-as-is", "--max-time", "60", "-b", jar, "-c", jar, "-o", body, "-D", head]
        let ending = try Program("curl", folder: folder).run(
            usual + ["-w", "%{http_code}"] + arguments + [origin + target]
        )
        let lines = ((try? String(contentsOfFile: head, encoding: .utf8)) ?? "").split(whereSeparator: \.isNewline)
        var headers: [String: String] = [:]
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return Answer(
            status: Int(ending.output) ?? 0,
            headers: headers,
            body: (try? Data(contentsOf: URL(filePath: body))) ?? Data(),
            ending: ending.status
        )
    }

    /// Asks for many addresses, one after the other in one process; headers are not told.
    func getAll(_ targets: [String]) throws -> [Answer] {
        let name = UUID().uuidString
        let escaped = targets.map { $0.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
        let lines = escaped.enumerated().map { "url = \"\(origin)\($1)\"\noutput = \"\(folder.path)/\(name)-\($0)\"" }
        let config = try folder.write(lines.joined(separator: "\n"), to: "\(name).config")
        let ending = try Program("curl", folder: folder).run(
            "--silent",
            "--path-as-is",
            "--globoff",
            "--max-time",
            "60",
            "-b",
            jar,
            "-w",
            "%{http_code}\n",
            "-K",
            config
        )
        return ending.output.split(separator: "\n").enumerated().map { number, status in
            let body = try? Data(contentsOf: URL(filePath: "\(folder.path)/\(name)-\(number)"))
            return Answer(status: Int(status) ?? 0, headers: [:], body: body ?? Data(), ending: ending.status)
        }
    }

    private struct NotSignedIn: Error {}
}
