import Foundation

/// `docs/tieout.1`, made from what the argument parser knows of every command and from the table of variables in
/// docs/configuration.md, in the language of man(7).
struct ManualPage {
    /// The parser's dump: `tieout --experimental-dump-help`.
    let program: JSONObject
    /// docs/configuration.md.
    let configuration: String
    let version: String
    /// When that version was made.
    let dated: String

    var text: String {
        let commands = program.objects("command.subcommands").filter { $0.text("commandName") != "help" }
        let head = """
            .\\" Written by scripts/generate-docs, not by hand.
            .TH TIEOUT 1 "\(dated)" "tieout \(version)" "Tieout"

            """
        let parts = [
            head, name, synopsis(commands), description, commands.map(section).joined(), options, exitStatus,
            environment,
            Self.files, Self.seeAlso,
        ]
        return parts.joined()
    }

    private var name: String {
        let abstract = program.text("command.abstract") ?? ""
        return ".SH NAME\ntieout \\- \(Self.roff(abstract.prefix(1).lowercased() + abstract.dropFirst().dropLast()))\n"
    }

    private func synopsis(_ commands: [JSONObject]) -> String {
        let lines = commands.map { "\\fBtieout \(Self.roff($0.text("commandName") ?? ""))\\fR\(usage(of: $0))\n" }
        return ".SH SYNOPSIS\n" + lines.joined(separator: ".br\n")
    }

    /// The part of the program's own text that is neither of the environment nor of exit statuses, which have their sections.
    private var description: String {
        let paragraphs = (program.text("command.discussion") ?? "").components(separatedBy: "\n\n")
        return ".SH DESCRIPTION\n" + Self.literal(paragraphs[0], begins: true) + ".SH COMMANDS\n"
    }

    private func section(of command: JSONObject) -> String {
        let name = command.text("commandName") ?? ""
        return ".SS tieout \(Self.roff(name))\n\(Self.roff(command.text("abstract") ?? ""))\n"
            + Self.literal(command.text("discussion") ?? "") + own(of: command).map(entry).joined()
    }

    /// The options that every command has, from one that has no others.
    private var options: String {
        let doctor = program.objects("command.subcommands").first { $0.text("commandName") == "doctor" }
        return ".SH OPTIONS\nEvery command has:\n" + (doctor?.objects("arguments") ?? []).map(entry).joined()
    }

    /// The arguments that a command has for itself.
    private func own(of command: JSONObject) -> [JSONObject] {
        command.objects("arguments").filter {
            !["output", "quiet", "config", "log-format", "help", "version"].contains(
                $0.text("preferredName.name") ?? ""
            )
        }
    }

    private func usage(of command: JSONObject) -> String {
        own(of: command).map { argument in
            let shown = Self.shown(argument)
            return argument.text("kind") == "positional" ? " \(shown)" : " [\(shown)]"
        }.joined()
    }

    private func entry(of argument: JSONObject) -> String {
        let given = argument.text("defaultValue").map { $0.isEmpty ? "" : " (default: \($0))" } ?? ""
        return ".TP\n\(Self.shown(argument))\n\(Self.roff((argument.text("abstract") ?? "") + given))\n"
    }

    private static func shown(_ argument: JSONObject) -> String {
        let value = "\\fI\(roff(argument.text("valueName") ?? ""))\\fR"
        let names = argument.objects("names").map { name in
            "\\fB" + roff((name.text("kind") == "long" ? "--" : "-") + (name.text("name") ?? "")) + "\\fR"
        }
        switch argument.text("kind") {
        case "positional": return value
        case "flag": return names.joined(separator: ", ")
        default: return names.joined(separator: ", ") + " " + value
        }
    }

    /// From the program's own `--help`.
    private var exitStatus: String {
        let paragraphs = (program.text("command.discussion") ?? "").components(separatedBy: "\n\n")
        let list = paragraphs.first { $0.hasPrefix("Exit status: ") } ?? ""
        let entries = list.dropFirst("Exit status: ".count).split { "\n·".contains($0) }.map { entry -> String in
            let words = entry.drop { $0 == " " }
            let status = words.prefix { $0.isNumber || ", ".contains($0) }.trimmingCharacters(in: [" ", ","])
            let meaning = words.dropFirst(status.count).trimmingCharacters(in: .whitespaces)
            return ".TP\n.B \(status)\n\(Self.roff(meaning))\n"
        }
        return ".SH EXIT STATUS\n" + entries.joined()
    }

    /// From the first table of docs/configuration.md.
    private var environment: String {
        let rows = configuration.matches(of: /(?m)^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \| (.*) \|$/)
        let entries = rows.map { row in
            ".TP\n.B \(Self.roff(row.1.replacing("`", with: "")))\n\(Self.roff(Self.plain(row.2)))\n"
        }
        return ".SH ENVIRONMENT\n" + entries.joined()
    }

    /// The words of a cell of a table, without marks of code and addresses of links.
    private static func plain(_ cell: Substring) -> String {
        String(cell).replacing(/\[([^\]]*)\]\([^)]*\)/) { String($0.1) }.replacing("`", with: "")
    }

    private static let files = """
        .SH FILES
        .TP
        .I ./tieout.yaml
        The configuration, unless \\fB\\-\\-config\\fR or \\fBTIEOUT_CONFIG\\fR names another.
        .TP
        .I /etc/tieout/tieout.yaml
        The configuration of the Debian package and of the schedules that \\fBtieout init \\-\\-scheduler\\fR prints.
        .TP
        .I /etc/tieout/tieout.env
        The environment of those schedules.
        .TP
        .I reports/
        Where runs write, below the working directory unless reports.directory says where; in the package
        .IR /var/lib/tieout/reports .

        """

    private static let seeAlso = """
        .SH SEE ALSO
        .BR systemd.timer (5),
        .BR crontab (5),
        .BR psql (1)

        """

    /// A text as it stands, line by line; at the beginning of a section no space goes before it.
    private static func literal(_ text: String, begins: Bool = false) -> String {
        guard !text.isEmpty else { return "" }
        let lines = text.components(separatedBy: "\n").map { $0.isEmpty ? ".sp\n" : roff($0) + "\n" }
        return (begins ? "" : ".PP\n") + ".nf\n" + lines.joined() + ".fi\n"
    }

    /// A text in which nothing is a request or an escape.
    private static func roff(_ text: some StringProtocol) -> String {
        let escaped = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing(
            "'",
            with: "\\(aq"
        )
        .replacing("`", with: "\\(ga")
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }
}
