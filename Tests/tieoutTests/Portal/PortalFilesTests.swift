import Foundation
import TestSupport
import Testing

/// The files in `portal/` are what those that read them say they must be.
@Suite struct PortalFilesTests {
    private static let path = URL(filePath: ScheduleFolder.path).deletingLastPathComponent().appending(path: "portal")
        .path
    let folder: WorkFolder

    init() throws { folder = try WorkFolder() }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(Self.path)/\(name)", encoding: .utf8)
    }

    @Test(.enabled(if: ScheduleFolder.has("systemd-analyze"))) func systemdReadsTheUnitAndFindsNothing() throws {
        let unit = try folder.write(
            text("tieout-portal.service").replacing("/usr/bin/tieout-portal", with: RunningPortal.binary),
            to: "tieout-portal.service"
        )
        let verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit]
        let verdict = try ScheduleFolder.judged(verify, in: folder, ["SYSTEMD_UNIT_PATH": "\(folder.path):"])
        #expect((verdict.status, verdict.notes) == (0, ""))
        try ScheduleFolder.judge(["systemd-analyze", "security", "--offline=true", "--threshold=25", unit], in: folder)
    }

    @Test(.enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges)) func composeTakesTheServices() throws {
        let judge = "\(try #require(ScheduleFolder.judges))/check-jsonschema"
        let services = "\(Self.path)/compose.example.yml"
        try ScheduleFolder.judge([judge, "--builtin-schema", "vendor.compose-spec", services])
    }

    @Test(.enabled(if: ScheduleFolder.has("caddy"))) func caddyTakesItsConfiguration() throws {
        let home = ["HOME": folder.path, "XDG_DATA_HOME": folder.path, "XDG_CONFIG_HOME": folder.path]
        let file = "\(Self.path)/Caddyfile"
        let adapted = try ScheduleFolder.judged(["caddy", "adapt", "--validate", "--config", file], in: folder, home)
        #expect(adapted.status == 0, "\(adapted.notes)")
        #expect(adapted.output.contains("127.0.0.1:8460"))
    }

    /// Every variable of the example is one of the portal's, and so is every variable that compose gives.
    @Test func theExampleStartsThePortal() throws {
        let lines = try text("portal.env.example").split(separator: "\n")
            .map { $0.hasPrefix("#PORTAL_") ? $0.dropFirst() : $0[...] }
        var variables: [String: String] = [:]
        for line in lines where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            variables[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
        #expect(variables.count >= 8)
        variables["PORTAL_USERS"] = try RunningPortal.users(in: folder)
        variables["PORTAL_JWT_SECRET_FILE"] = try folder.write(String(repeating: "s", count: 40), to: "secret")
        variables["PORTAL_SUPABASE_ANON_KEY"] = "anon"
        variables["PORTAL_STATE"] = "\(folder.path)/state"
        variables["PORTAL_LISTEN"] = "127.0.0.1:0"
        let portal = try RunningPortal(variables, folder: folder)
        #expect(try portal.stop().status == 0)
        let compose = try text("compose.example.yml")
        for match in compose.matches(of: /\n      (PORTAL_[A-Z_]+):/) {
            #expect(try text("../docs/portal.md").contains("`\(match.1)`") || match.1 == "PORTAL_USERS", "\(match.1)")
        }
    }

    /// The image starts the portal as a user without rights, and what it installs is what the program is linked with.
    @Test(.enabled(if: ScheduleFolder.judges != nil, ScheduleFolder.noJudges)) func theImageHoldsWhatItNeeds() throws {
        let file = try text("Dockerfile")
        #expect(file.contains("\nUSER 10002:10002\n"))
        #expect(file.contains(#"ENTRYPOINT ["/usr/bin/tini", "--", "/usr/bin/tieout-portal"]"#))
        let linked = try ScheduleFolder.judged(["ldd", RunningPortal.binary], in: folder).output
        for (library, package) in [
            ("libarchive.so.13", "libarchive13"), ("libcurl.so.4", "libcurl4"), ("libpq.so.5", "libpq5"),
            ("libxlsxwriter.so", "libxlsxwriter"),
        ] {
            #expect(linked.contains(library))
            #expect(file.contains(package))
        }
    }
}
