import Foundation
import TestSupport
import Testing

/// The image that `cron/docker/Dockerfile` describes, as somebody else's parser reads it: what it copies is there, and what
/// it runs is the nightly job. No image is built: that takes an engine and a registry.
@Suite(.enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges)) struct DockerfileTests {
    /// What the judge says.
    struct Image: Decodable {
        struct Copy: Decodable {
            let sources: [String]
            let destination: String
        }

        let from: String
        let copies: [Copy]
        let command: [String]
        let runs: [String]
        let variables: [String: String]
        let user: String
        let workdir: String
    }

    private static let root = URL(filePath: ScheduleFolder.path).deletingLastPathComponent().path

    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }

    private func image(_ path: String = "\(ScheduleFolder.path)/docker/Dockerfile") throws -> Image {
        let judges = try #require(ScheduleFolder.judges)
        let verdict = try ScheduleFolder.judged([
            "\(judges)/python3", ScheduleFolder.script("judge_dockerfile.py"), path,
        ])
        #expect(verdict.status == 0, "\(verdict.notes)")
        return try JSONDecoder().decode(Image.self, from: Data(verdict.output.utf8))
    }

    /// Everything comes in the package, whose name is the one that `scripts/package` gives it; any other file would have to
    /// be in the repository.
    @Test func whatItCopiesIsThere() throws {
        let image = try image()
        let script = try Self.text("scripts/package")
        let folder = try #require(script.firstMatch(of: /\noutput=(.*)\n/)?.1)
        let name = try #require(script.firstMatch(of: /\npackage=\$output\/(.*)\n/)?.1)
            .replacing("${version}", with: "1.2.3").replacing("$architecture", with: "amd64")
        let sources = image.copies.flatMap(\.sources)
        #expect(sources.count >= 1)
        for source in sources {
            let isPackage = fnmatch(source, "\(folder)/\(name)", FNM_PATHNAME) == 0
            #expect(isPackage || FileManager.default.fileExists(atPath: "\(Self.root)/\(source)"), "\(source)")
        }
        #expect(sources.contains { fnmatch($0, "\(folder)/\(name)", FNM_PATHNAME) == 0 })
        // What was copied is what is installed.
        let destination = try #require(image.copies.first?.destination)
        let installed = "\(destination)\(URL(filePath: sources[0]).lastPathComponent)"
        #expect(image.runs.contains { $0.contains("apt-get install") && $0.contains(" \(installed)") })
    }

    /// The entry point's programs are in the image: `tini` is Debian's, the wrapper the package's, which starts the program
    /// with the arguments of the nightly job. The wrapper itself is run here, with a stand-in for the program.
    @Test func whatItRunsIsTheNightlyJob() throws {
        let image = try image()
        let wrapper = "/usr/lib/tieout/run-tieout.sh"
        #expect(image.command == ["/usr/bin/tini", "--", wrapper, "run", "--apply"])
        #expect(image.runs.contains { $0.contains(#/apt-get install [^&]* tini /#) })
        #expect(
            try Self.text("scripts/package").contains(#"install -D -t "$tree/usr/lib/tieout" cron/run-tieout.sh"#)
        )
        #expect(image.user == "10001:10001", "not root")
        #expect(image.workdir == "/var/lib/tieout")
        #expect(image.variables["TIEOUT_BINARY"] == nil, "/usr/bin/tieout, where the package puts it")

        let folder = try WorkFolder()
        try folder.write("echo \"$@\"\n", to: "program")
        // None in the image; an empty one here, so that this machine's is not read.
        let settings = try folder.write("", to: "tieout.env")
        chmod(settings, 0o640)
        let stand = [
            "TIEOUT_BINARY": ScheduleFolder.script("stand_in.sh"), "STAND_IN": "\(folder.path)/program",
            "TIEOUT_HOME": folder.path, "TIEOUT_LOCK": "\(folder.path)/lock", "TIEOUT_ENV_FILE": settings,
        ]
        let variables = image.variables.merging(stand) { $1 }
        let ending = try Program("\(ScheduleFolder.path)/run-tieout.sh", environment: variables, folder: folder)
            .run(Array(image.command.drop { $0 != wrapper }.dropFirst()))
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(ending.output == "run --apply\n", "its output is the container's")
    }

    /// A judge that takes everything would prove nothing.
    @Test func aRecipeThatIsWrongIsFoundOut() throws {
        let judges = try #require(ScheduleFolder.judges)
        let folder = try WorkFolder()
        for (number, wrong) in ["FROM a\nCMD tieout run --apply\n", "FROM a\nCOPPY a b\n"].enumerated() {
            let path = try folder.write(wrong, to: "Dockerfile\(number)")
            let verdict = try ScheduleFolder.judged([
                "\(judges)/python3", ScheduleFolder.script("judge_dockerfile.py"), path,
            ])
            #expect(verdict.status != 0, "\(wrong)")
        }
    }
}
