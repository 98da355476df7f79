import Foundation
import LocalPeers
import TestSupport
import Testing

/// A run leaves a copy of its report in an object store, and ends as it would have without one.
@Suite struct UploadRunTests {
    @Test func theReportIsInTheStoreAndWhoIsToldCanOpenIt() async throws {
        let (night, chat) = (try await UploadNight(StorePeer(), refunded: 500), try Peer("http_peer", ["200"]))
        let mail = try Peer("mail_peer", ["take"])
        try night.program.folder.write(
            UploadNight.yaml(
                night.store.endpoint,
                more: "alerts: {mail: {from: tieout@example.com, to: [finance@example.com]}}"
            ),
            to: "tieout.yaml"
        )
        let program = night.program.with([
            "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X",
            "TIEOUT_SMTP_URL": "smtp://127.0.0.1:\(mail.port)",
        ])
        let ending = try program.run(night.night.applied)
        #expect(ending.status == 2, "\(ending.notes)")
        let run = try #require(night.runs.first)
        let place = "s3://\(StorePeer.bucket)/\(UploadNight.prefix)/\(run)/"
        #expect(ending.output.hasSuffix("uploaded    \(place)\n"), "\(ending.output)")

        // As boto3 reads it, and as the manifest has it.
        let objects = try night.store.objects()
        #expect(objects.ofRuns == (try night.whole(run)))
        #expect(Set(UploadNight.list).isSubset(of: objects.keys))
        let page = try #require(objects["\(UploadNight.prefix)/index.html"])
        #expect(page.text.contains("<a href=\"\(run)/index.html\">\(run)</a>"))
        #expect(page.type == "text/html; charset=utf-8" && page.cache == "no-cache")
        #expect(objects["\(UploadNight.prefix)/latest.html"]?.text.contains("url=\(run)/index.html\"") == true)
        #expect(objects["\(UploadNight.prefix)/\(run)/findings.csv"]?.type == "text/csv; charset=utf-8")

        // Every link of both pages that leads to another object leads to one that is there.
        for (page, place) in [("index.html", ""), ("latest.html", ""), ("\(run)/index.html", "\(run)/")] {
            let text = try #require(objects["\(UploadNight.prefix)/\(page)"]?.text)
            let links = text.matches(of: /(?:href="|content="0; url=)([^"#:]+)"/).map { place + $0.output.1 }
            #expect(!links.isEmpty)
            for link in links {
                let target = link.replacing("\(run)/../", with: "")
                #expect(objects["\(UploadNight.prefix)/\(target)"] != nil, "\(page) leads to \(link)")
            }
        }

        // The list comes last, and the manifest behind all that it names.
        let puts = try night.store.requests().filter { $0.method == "PUT" }.map(\.path)
        let names = puts.compactMap { $0.split(separator: "/").last.map(String.init) }
        #expect(names.suffix(5) == ["SHA256SUMS", "manifest.json", "runs.json", "latest.html", "index.html"])

        // Whoever is told opens page and workbook without signing in.
        let told = JSONObject(try chat.next(TakenRequest.self).json())
        let links = told.objects("blocks").flatMap { $0.objects("elements").compactMap { $0.text("url") } }
        #expect(links.count == 2)
        let mailed = try mail.next(TakenMail.self)
        for (link, name) in zip(links, ["index.html", "reconciliation.xlsx"]) {
            let answer = try await UploadNight.get(link)
            #expect(answer.status == 200)
            let file = URL(filePath: "\(program.folder.path)/reports/\(run)/\(name)")
            #expect(answer.body == Array(try Data(contentsOf: file)))
            #expect(link.contains("X-Amz-Expires=604800"))
            #expect(mailed.parts["text/plain; charset=utf-8"] ?? mailed.parts.values.joined() != "")
            #expect(mailed.parts.values.joined().contains("X-Amz-Signature="))
        }

        // Both the key and the links hold the mark: neither is anywhere but in the messages.
        #expect(try night.leaks(ending) == [])
        #expect(!(ending.output + ending.notes).contains("X-Amz-"))
        #expect(try program.run("verify", "reports").status == 0)
        withExtendedLifetime((night, chat, mail)) {}
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let says: String
        /// How `tieout upload` ends afterwards.
        let after: Int32
        /// Whether anybody listens then.
        var isThere = true

        var testDescription: String { fault }
    }

    /// Whatever the store does, the run ends as reconciliation said, somebody is told, and the store holds nothing of it.
    @Test(arguments: [
        Case(fault: "PUT@1+=AccessDenied", says: "the access key may not do that (403 AccessDenied)", after: 77),
        Case(fault: "PUT@4+=500", says: "it answers 500 InternalError at every try", after: 69),
        Case(fault: "PUT@3+=stop", says: "it is out of reach", after: 69),
        Case(fault: "PUT@5=vanish", says: "it is out of reach", after: 69, isThere: false),
        Case(fault: "GET@1+=RequestTimeTooSkewed", says: "clock and the store's are too far apart", after: 78),
        Case(fault: "GET@1+=NoSuchBucket", says: "there is no such bucket", after: 78),
        // All that it was sent comes back, signature and secret included.
        Case(fault: "PUT@2=echo", says: "the access key is not accepted (403 SignatureDoesNotMatch)", after: 0),
    ])
    func aStoreThatFailsChangesNothing(_ wrong: Case) async throws {
        let (night, chat) = (try await UploadNight(StorePeer(wrong.fault)), try Peer("http_peer", ["200"]))
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        let ending = try program.run(night.night.applied + ["--output", "json"])
        #expect(ending.status == 0, "\(ending.notes)")
        let result = try ending.json()
        #expect(result.text("status") == "tied_out")
        #expect(result.text("upload") == nil)
        let event = try #require(result.objects("events").first { $0.text("code") == "upload_failed" })
        #expect(event.text("severity") == "warning")
        #expect(event.text("summary")?.contains(wrong.says) == true, "\(event.text("summary") ?? "")")
        #expect(ending.notes.contains("warning the report is not in the object store: "), "\(ending.notes)")
        let told = try chat.next(TakenRequest.self).body
        #expect(told.contains("the report is not in the object store") && !told.contains("Open the workbook"))

        // Published is what was published; nothing of the store stands in it.
        let run = try #require(night.runs.first)
        #expect(try program.run("verify", "reports").status == 0)
        #expect(!(try night.whole(run).isEmpty))
        #expect(try night.leaks(ending) == [])
        if wrong.isThere { #expect(try night.store.objects() == [:]) }

        let upload = try program.run("upload")
        #expect(upload.status == wrong.after, "\(upload.output)\(upload.notes)")
        if wrong.after == 0 { #expect(try night.store.objects().ofRuns == night.whole(run)) }
        #expect(try night.leaks(upload) == [])
        withExtendedLifetime((night, chat)) {}
    }

    /// The next night has a store that listens again: the matter is over, and what was missed can be brought in.
    @Test func whatWasMissedIsToldOnceAndIsOver() async throws {
        let (night, chat) = (try await UploadNight(StorePeer("GET@1=AccessDenied")), try Peer("http_peer", ["200"]))
        let program = night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/services/T/B/X"])
        #expect(try program.run(night.night.applied).status == 0)
        #expect(try program.run("run", "--apply").status == 0)
        let heard = try (0..<2).map { _ in try chat.next(TakenRequest.self).json()["text"] as? String ?? "" }
        #expect(heard[0].hasPrefix("Tieout test, warning: the report is not in the object store"), "\(heard)")
        #expect(heard[1].hasPrefix("Tieout test, over: the report is not in the object store"), "\(heard)")
        let (first, second) = (night.runs[0], night.runs[1])
        #expect(try night.store.objects().ofRuns == night.whole(second))
        let upload = try program.run("upload")
        #expect(upload.status == 0)
        #expect(upload.output.contains("uploaded    s3://\(StorePeer.bucket)/\(UploadNight.prefix)/\(first)/"))
        #expect(try night.store.objects().ofRuns == night.whole(first).merging(night.whole(second)) { $1 })
        withExtendedLifetime((night, chat)) {}
    }

    /// A machine whose disk is empty every night: what is in the store is all that lasts.
    @Test func theListNamesWhatNoFolderHoldsAnyMore() async throws {
        let night = try await UploadNight(StorePeer())
        #expect(try night.program.run(night.night.applied).status == 0)
        let first = try #require(night.runs.first)
        try FileManager.default.removeItem(atPath: "\(night.program.folder.path)/reports")
        // Nor does the list of before have to be there.
        try night.store.remove("\(UploadNight.prefix)/runs.json")
        #expect(try night.program.run("run", "--apply").status == 0)
        let second = try #require(night.runs.first)
        let page = try #require(try night.store.objects()["\(UploadNight.prefix)/index.html"]?.text)
        let listed = page.matches(of: /href="([^"]+)\/index.html"/).map { String($0.output.1) }
        #expect(listed == [second, first])
        withExtendedLifetime(night) {}
    }

    /// Killed between two files it leaves what nobody takes for a report, and the next upload completes it.
    @Test func aKilledUploadIsCompleted() async throws {
        let night = try await UploadNight(StorePeer("PUT@2=hang"))
        let running = try night.program.start(night.night.applied)
        var puts = 0
        while puts < 2 { if try night.store.nextRequest().method == "PUT" { puts += 1 } }
        running.send(SIGKILL)
        #expect(try running.ending().status == 128 + SIGKILL)
        let run = try #require(night.runs.first)
        let halfway = try night.store.objects().ofRuns
        #expect(halfway.count == 1 && !halfway.keys.contains("\(UploadNight.prefix)/\(run)/manifest.json"))
        let upload = try night.program.run("upload", "--output", "json")
        #expect(upload.status == 0, "\(upload.notes)")
        #expect(try upload.json().objects("uploaded").first?.number("left") == 1)
        #expect(try night.store.objects().ofRuns == night.whole(run))
        withExtendedLifetime(night) {}
    }

    /// A signal while the store hangs: the upload ends and leaves nothing, the run stands.
    @Test func whoeverStopsTheUploadKeepsTheRun() async throws {
        let night = try await UploadNight(StorePeer("PUT@2=hang"))
        let running = try night.program.start(night.night.applied)
        var puts = 0
        while puts < 2 { if try night.store.nextRequest().method == "PUT" { puts += 1 } }
        running.send(SIGTERM)
        let ending = try running.ending()
        #expect(ending.status == 0, "\(ending.notes)")
        #expect(ending.notes.contains("it was stopped"), "\(ending.notes)")
        #expect(try night.night.balance() == 50)
        #expect(try night.store.objects() == [:])
        #expect(try night.program.run("verify", "reports").status == 0)
        withExtendedLifetime(night) {}
    }
}
