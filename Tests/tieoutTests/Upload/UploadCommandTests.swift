import Foundation
import LocalPeers
import TestSupport
import Testing

/// `tieout upload`, what may be set for it, and what the doctor says of it.
@Suite struct UploadCommandTests {
    @Test func whatIsMissingIsBroughtIn() async throws {
        let night = try await UploadNight(StorePeer())
        // Two runs of before there was a store.
        try night.program.folder.write("", to: "none.yaml")
        #expect(try night.program.run(night.night.applied + ["--config", "none.yaml"]).status == 0)
        #expect(try night.program.run("run", "--config", "none.yaml").status == 0)
        #expect(try night.store.objects() == [:])
        let (runs, store) = (night.runs, "s3://\(StorePeer.bucket)/\(UploadNight.prefix)/")

        let first = try night.program.run("upload", "--output", "json")
        #expect(first.status == 0, "\(first.notes)")
        let said = try first.json()
        #expect(said.text("store") == store)
        #expect(said.objects("uploaded").map { $0.text("run_id") } == runs)
        #expect(said.objects("uploaded").map { $0.number("left") } == [0, 0])
        let whole = try night.whole(runs[0]).merging(night.whole(runs[1])) { $1 }
        #expect(try night.store.objects().ofRuns == whole)

        // A second time there is nothing to do; one that lost a file has it again.
        let second = try night.program.run("upload", "--output", "json").json()
        #expect(second.texts("in_store") == runs && second.objects("uploaded").isEmpty)
        try night.store.remove("\(UploadNight.prefix)/\(runs[0])/findings.csv")
        let third = try night.program.run("upload", runs[0])
        #expect(third.status == 0)
        #expect(third.output.contains("uploaded    \(store)\(runs[0])/  1 file, "), "\(third.output)")
        #expect(try night.store.objects().ofRuns == whole)
        #expect(try night.program.run("upload", "latest").status == 0)
        #expect(try night.leaks(first) == [])
        withExtendedLifetime(night) {}
    }

    @Test func whatIsNotWhatWasPublishedStaysWhereItIs() async throws {
        let night = try await UploadNight(StorePeer())
        try night.program.folder.write("", to: "none.yaml")
        #expect(try night.program.run(night.night.applied + ["--config", "none.yaml"]).status == 0)
        let run = try #require(night.runs.first)
        let file = "reports/\(run)/grants.csv"
        let published = try String(contentsOfFile: "\(night.program.folder.path)/\(file)", encoding: .utf8)
        try night.program.folder.write(published + "x", to: file)
        let changed = try night.program.run("upload", "--output", "json")
        #expect(changed.status == 4)
        #expect(try changed.json().objects("failed").first?.text("problem")?.contains("grants.csv") == true)
        #expect(try night.store.objects().ofRuns == [:])

        // Nor is anything overwritten that is there.
        try night.program.folder.write(published, to: file)
        let strange = try night.store.spoil("\(UploadNight.prefix)/\(run)/summary.json").ofRuns
        let differs = try night.program.run("upload")
        #expect(differs.status == 4)
        #expect(differs.output.contains("an object of that name holds something else, and nothing is overwritten"))
        #expect(try night.store.objects().ofRuns == strange)
        withExtendedLifetime(night) {}
    }

    @Test func aRunThatIsNotThereIsTold() throws {
        let program = try configured(UploadNight.yaml("http://127.0.0.1:1"))
        let run = "20261123T021500Z-nightly-3f9c"
        #expect(try program.run("upload").status == 64)
        try FileManager.default.createDirectory(
            atPath: "\(program.folder.path)/reports",
            withIntermediateDirectories: false
        )
        for argument in [run, "latest", "yesterday"] {
            let ending = try program.run("upload", argument)
            #expect(ending.status == 64)
            #expect(ending.notes.contains("look at: tieout runs") || ending.notes.contains("Look at: tieout runs"))
        }
        // Nothing to copy, and a store to ask all the same.
        let ending = try program.run("upload")
        #expect(ending.status == 69)
        #expect(ending.notes.contains("cannot list finance/tieout/: it is out of reach"), "\(ending.notes)")
    }

    /// Another clock for this process alone: the store refuses what it signs.
    @Test func aClockThatIsWrongIsTold() throws {
        let store = try StorePeer()
        let program = try configured(UploadNight.yaml(store.endpoint))
        try FileManager.default.createDirectory(
            atPath: "\(program.folder.path)/reports",
            withIntermediateDirectories: false
        )
        let clock = ["LD_PRELOAD": try PublishedReportTests.clockLibrary(), "FAKETIME": "-20m"]
        let ending = try program.with(clock).run("upload")
        #expect(ending.status == 78, "\(ending.notes)")
        #expect(ending.notes.contains("too far apart (403 RequestTimeTooSkewed)"), "\(ending.notes)")
        #expect(ending.notes.contains("Set this machine's clock"))
        #expect(!ending.notes.contains(Canary.mark))
        withExtendedLifetime(store) {}
    }

    // MARK: Settings

    struct Wrong: Sendable, CustomTestStringConvertible {
        let yaml: String
        let says: String
        var environment: [String: String?] = UploadNight.credentials

        var testDescription: String { says }
    }

    private static let bucket = "region: eu-central-1, bucket: acme"

    @Test(arguments: [
        Wrong(
            yaml: "\(bucket), links: 8d",
            says: "reports.upload.links is “8d”, which is not a time above zero and up to 7d"
        ),
        Wrong(yaml: "\(bucket), links: 0d", says: "reports.upload.links is “0d”"),
        Wrong(yaml: "\(bucket), endpoint: 'http://s3.example.com'", says: "it must begin with https://"),
        Wrong(yaml: "\(bucket), endpoint: 'https://u:p@s3.example.com'", says: "it must not hold a user or a password"),
        Wrong(yaml: "\(bucket), prefix: 'a/../b'", says: "reports.upload.prefix is “a/../b”"),
        Wrong(yaml: "\(bucket), prefix: 'a b'", says: "reports.upload.prefix is “a b”"),
        Wrong(yaml: "\(bucket), addressing: host", says: "path or virtual_host"),
        Wrong(yaml: "\(bucket), encryption: aes", says: "none, AES256 or aws:kms"),
        Wrong(yaml: "\(bucket), kms_key: k-1", says: "reports.upload.kms_key stands without encryption: aws:kms"),
        Wrong(yaml: "\(bucket), time_limit: 0s", says: "reports.upload.time_limit is “0s”"),
        Wrong(yaml: "\(bucket), secret_key: x", says: "unknown key reports.upload.secret_key"),
        Wrong(yaml: "bucket: acme", says: "reports.upload names no region"),
        Wrong(yaml: "region: eu-central-1", says: "reports.upload names no bucket"),
        Wrong(yaml: "region: eu-central-1, bucket: ac", says: "bucket is no bucket's name"),
        Wrong(yaml: "region: 'eu central', bucket: acme", says: "region is none"),
        Wrong(
            yaml: "region: auto, bucket: acme.reports, addressing: virtual_host",
            says: "bucket cannot be part of the endpoint's name"
        ),
        Wrong(yaml: bucket, says: "AWS_ACCESS_KEY_ID is not", environment: [:]),
        Wrong(
            yaml: bucket,
            says: "AWS_SECRET_ACCESS_KEY is not",
            environment: ["AWS_ACCESS_KEY_ID": StorePeer.keyID]
        ),
        Wrong(
            yaml: bucket,
            says: "cannot read /nowhere, which AWS_SECRET_ACCESS_KEY_FILE names",
            environment: ["AWS_ACCESS_KEY_ID": StorePeer.keyID, "AWS_SECRET_ACCESS_KEY_FILE": "/nowhere"]
        ),
    ])
    func whatIsSetWrongKeepsARunFromBeginning(_ wrong: Wrong) throws {
        let program = try configured("reports: {upload: {\(wrong.yaml)}}", wrong.environment)
        for arguments in [["upload"], ["run", "--apply"], ["outage", "--last", "1d"]] {
            let ending = try program.run(arguments)
            #expect(ending.status == 78, "\(arguments): \(ending.notes)")
            #expect(ending.notes.contains(wrong.says), "\(ending.notes)")
            #expect(!ending.notes.contains(Canary.mark))
        }
    }

    @Test func secretsAloneSetNothing() throws {
        let program = try configured("")
        let ending = try program.run("upload")
        #expect(ending.status == 78)
        #expect(ending.notes.contains("reports.upload is not set"))
    }

    private func configured(
        _ yaml: String,
        _ environment: [String: String?] = UploadNight.credentials
    ) throws -> Program {
        let folder = try WorkFolder()
        try folder.write(yaml, to: "tieout.yaml")
        return Program(environment: ["STRIPE_SECRET_KEY": "sk_test_tieout"], folder: folder).with(environment)
    }

    // MARK: Doctor

    @Test func theDoctorAsksTheStoreAndWritesNothing() async throws {
        let night = try await UploadNight(StorePeer())
        let well = try night.program.run("doctor", "--output", "json")
        #expect(well.status == 0)
        let check = try #require(try well.json().objects("checks").first { $0.text("name") == "upload" })
        #expect(check.text("verdict") == "ok")
        #expect(check.text("reason") == "acme-reports can be listed below finance/tieout/; links hold for 7 d 0 h")
        #expect(try night.store.objects() == [:])
        #expect(try night.store.requests().map(\.method) == ["GET"])

        let program = night.program.with(["AWS_SECRET_ACCESS_KEY": "another \(Canary.mark)"])
        let refused = try program.run("doctor", "--output", "json")
        #expect(refused.status == 0)
        let warning = try #require(try refused.json().objects("checks").first { $0.text("name") == "upload" })
        #expect(warning.text("verdict") == "warning")
        #expect(warning.text("reason")?.contains("the access key is not accepted (403 SignatureDoesNotMatch)") == true)
        #expect(try night.leaks(refused) == [])

        let unset = try night.program.with(["AWS_SECRET_ACCESS_KEY": nil]).run("doctor")
        #expect(unset.status == 78)
        #expect(unset.output.contains("REFUSE   upload"), "\(unset.output)")
        withExtendedLifetime(night) {}
    }
}
