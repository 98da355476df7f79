import Foundation
import LocalPeers
import ObjectStore
import Synchronization
import Testing

/// A folder is in the store whole, or nothing of it is.
@Suite struct FolderUploadTests {
    @Test func allOfItIsThereAsAnybodyReadsIt() throws {
        let shelf = try Shelf(try StorePeer())
        let outcome = try shelf.upload().get()
        #expect(outcome == outcome.with(put: 3, left: 0, bytes: 3_070_018))
        #expect(try shelf.there() == shelf.whole)
        let puts = try shelf.store.requests().filter { $0.method == "PUT" }
        // Whoever finds the manifest finds all.
        #expect(puts.map { $0.path.split(separator: "/").last } == Shelf.names.map { $0[...] })
        for put in puts {
            #expect(put.status == 200)
            #expect(put.headers["content-type"] == "text/csv")
            #expect(put.headers["x-amz-checksum-sha256"]?.hasSuffix("=") == true)
        }
    }

    @Test func whatIsThereIsLeft() throws {
        let shelf = try Shelf(try StorePeer())
        _ = try shelf.upload().get()
        #expect(try shelf.store.remove("\(Shelf.run)/charges.csv").count == 2)
        let outcome = try shelf.upload().get()
        #expect(outcome == outcome.with(put: 1, left: 2, bytes: 3_000_000))
        #expect(try shelf.there() == shelf.whole)
    }

    @Test func whatIsSomethingElseIsNotOverwritten() throws {
        let shelf = try Shelf(try StorePeer())
        let strange = try shelf.store.spoil("\(Shelf.run)/manifest.json").mapValues(\.sha256)
        let failure = try shelf.upload().error
        #expect(failure?.kind == .differs)
        #expect(failure?.description.contains("cannot put \(Shelf.run)/manifest.json") == true)
        #expect(try shelf.there() == strange)
    }

    @Test func whatOthersPutThereIsNotTakenForOurs() throws {
        // As long as what is put there, and nobody says what it is.
        let shelf = try Shelf(try StorePeer(), sizes: [10, 20, 14])
        let strange = try shelf.store.spoil("\(Shelf.run)/manifest.json").mapValues(\.sha256)
        #expect(try shelf.upload().error?.kind == .unlabelled)
        #expect(try shelf.there() == strange)
    }

    /// Faults that pass: the upload succeeds, and asks no more often than it has to.
    @Test(arguments: [
        ("PUT@2=500", 4), ("PUT@2=502", 4), ("PUT@2=503", 4), ("PUT@2=504", 4), ("PUT@2=429", 4), ("PUT@1=SlowDown", 4),
        ("PUT@1=stop", 4), ("PUT@3=late", 4), ("GET@1=500", 3), ("GET@1=stop", 3),
    ])
    func whatPassesIsTriedAgain(_ fault: String, _ puts: Int) throws {
        let shelf = try Shelf(try StorePeer(fault))
        #expect(try shelf.upload().get().put == 3)
        #expect(try shelf.there() == shelf.whole)
        #expect(try shelf.store.requests().count { $0.method == "PUT" } == puts)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        let says: String
        /// How many objects were put before it.
        var puts = 0

        var testDescription: String { fault }
    }

    /// Faults that do not: what the upload had put is gone again, and nothing of the store's sentence is told.
    @Test(arguments: [
        Case(fault: "PUT@2+=500", says: "it answers 500 InternalError at every try", puts: 5),
        Case(fault: "PUT@3+=503", says: "it answers 503 InternalError at every try", puts: 6),
        Case(fault: "PUT@2+=stop", says: "it is out of reach", puts: 5),
        // It may have arrived, and nobody says so.
        Case(fault: "PUT@2+=late", says: "it is out of reach", puts: 5),
        Case(fault: "PUT@1+=AccessDenied", says: "the access key may not do that (403 AccessDenied)", puts: 1),
        Case(fault: "PUT@3+=AccessDenied", says: "the access key may not do that (403 AccessDenied)", puts: 3),
        Case(fault: "PUT@2+=NoSuchBucket", says: "there is no such bucket (404 NoSuchBucket)", puts: 2),
        Case(fault: "PUT@2=BadDigest", says: "what arrived is not what was sent (400 BadDigest)", puts: 2),
        Case(fault: "PUT@2=echo", says: "the access key is not accepted (403 SignatureDoesNotMatch)", puts: 2),
        Case(fault: "PUT@2=redirect", says: "the bucket is in another region (307)", puts: 2),
        Case(fault: "PUT@2=404", says: "it answers 404 InternalError", puts: 2),
        Case(
            fault: "GET@1=RequestTimeTooSkewed",
            says: "this machine's clock and the store's are too far apart (403 RequestTimeTooSkewed)"
        ),
        Case(fault: "GET@1+=500", says: "it answers 500 InternalError at every try"),
        Case(fault: "GET@1=echo", says: "the access key is not accepted (403 SignatureDoesNotMatch)"),
    ])
    func whatDoesNotPassLeavesNothing(_ wrong: Case) throws {
        let shelf = try Shelf(try StorePeer(wrong.fault))
        let failure = try shelf.upload().error
        #expect(failure?.description.contains(wrong.says) == true, "\(failure?.description ?? "no failure")")
        #expect(failure?.leftBehind == [])
        #expect(failure?.description.contains("CaNaRy") == false)
        #expect(try shelf.there() == [:])
        #expect(try shelf.store.requests().count { $0.method == "PUT" } == wrong.puts)
    }

    /// Two uploads of one folder: while the first waits to try again, the second finds what is there and puts the rest; then the
    /// first fails for good. What it had put is part of the whole, and stays.
    @Test(arguments: [
        (["PUT@2=500", "PUT@5+=AccessDenied"], 1), (["PUT@2=500", "PUT@5+=stop"], 1),
        (["PUT@3=500", "PUT@5+=AccessDenied"], 2), (["PUT@3=500", "PUT@5+=stop"], 2),
    ])
    func whatAnotherUploadCompletedIsNotTakenAway(_ faults: [String], _ put: Int) throws {
        let shelf = try Shelf(try StorePeer(faults[0], faults[1]))
        let (files, settings) = (shelf.files, try shelf.settings())
        let others = Mutex<FolderUpload.Outcome?>(nil)
        let outcome = try shelf.upload(pause: { _ in
            others.withLock { other in
                guard other == nil else { return }
                let store = ObjectStore(settings, within: .seconds(30), pause: { _ in })
                other = try? FolderUpload(files, beneath: "\(Shelf.run)/").perform(in: store)
            }
        })
        #expect(others.withLock { $0 }.map { [$0.put, $0.left] } == [3 - put, put])
        #expect(try shelf.there() == shelf.whole)
        // All of it is in the store, as was asked.
        #expect(try outcome.get().put == put)
        #expect(try outcome.get().left == 3 - put)
    }

    @Test func whatArrivedAlthoughNobodySaysSoIsThere() throws {
        let shelf = try Shelf(try StorePeer("PUT@3+=late"))
        #expect(try shelf.upload().get().put == 2)
        #expect(try shelf.there() == shelf.whole)
    }

    /// Where nobody says whether the last file is there, nothing is deleted, and the message says so.
    @Test func whatCannotBeLookedAtIsNotTakenAway() throws {
        let shelf = try Shelf(try StorePeer("PUT@3=AccessDenied", "GET@2+=AccessDenied"))
        let failure = try shelf.upload().error
        #expect(failure?.leftBehind.map(\.text) == ["\(Shelf.run)/reconciliation.xlsx", "\(Shelf.run)/charges.csv"])
        #expect(try shelf.there().count == 2)
    }

    @Test func whatCannotBeDeletedAgainIsTold() throws {
        let shelf = try Shelf(try StorePeer("PUT@3=AccessDenied", "DELETE@1+=AccessDenied"))
        let failure = try shelf.upload().error
        #expect(failure?.leftBehind.map(\.text) == ["\(Shelf.run)/reconciliation.xlsx", "\(Shelf.run)/charges.csv"])
        #expect(failure?.description.contains("could not be deleted again: \(Shelf.run)/recon") == true)
        // Whoever looks for the manifest sees none of it; and the next upload completes it.
        #expect(try shelf.there().count == 2)
        #expect(try shelf.upload().get().left == 2)
        #expect(try shelf.there() == shelf.whole)
    }

    @Test func aStoreThatVanishesIsOutOfReach() throws {
        let shelf = try Shelf(try StorePeer("PUT@2=vanish"))
        let failure = try shelf.upload().error
        #expect(failure?.description.contains("it is out of reach") == true, "\(failure?.description ?? "")")
        // One by one, the last first; nobody can delete where nobody listens.
        #expect(failure?.leftBehind.count == 2)
    }

    @Test func aStoreThatHangsIsNotWaitedForLongerThanTheLimit() throws {
        let shelf = try Shelf(try StorePeer("PUT@2=hang"))
        let failure = try shelf.upload(within: .seconds(2)).error
        #expect(failure?.kind.isOutOfTime == true, "\(failure?.description ?? "")")
        #expect(try shelf.there() == [:])
    }

    @Test func whoeverStopsLeavesNothing() throws {
        let shelf = try Shelf(try StorePeer("PUT@2=hang"))
        let beginning = ContinuousClock.now
        // Asked at least once a second while the store hangs.
        let failure = try shelf.upload(while: { ContinuousClock.now - beginning < .seconds(3) }).error
        #expect(failure?.kind == .stopped, "\(failure?.description ?? "")")
        #expect(try shelf.there() == [:])
    }

    @Test func aFileThatIsNotWhatWasPublishedIsNotSent() throws {
        let shelf = try Shelf(try StorePeer())
        let path = shelf.folder.appending(path: "reconciliation.xlsx")
        try Data(count: 70_001).write(to: path)
        #expect(try shelf.upload().error?.description.contains("(400 XAmzContentSHA256Mismatch)") == true)
        try Data(count: 7).write(to: path)
        #expect(try shelf.upload().error?.description.contains("it does not have the size that was published") == true)
        try FileManager.default.removeItem(at: path)
        #expect(try shelf.upload().error?.description.contains("No such file or directory") == true)
        try FileManager.default.createSymbolicLink(at: path, withDestinationURL: URL(filePath: "/etc/passwd"))
        #expect(try shelf.upload().error?.description.contains("the file cannot be sent") == true)
        #expect(try shelf.there() == [:])
    }
}

extension FolderUpload.Outcome {
    func with(put: Int, left: Int, bytes: Int64) -> FolderUpload.Outcome {
        var outcome = self
        (outcome.put, outcome.left, outcome.bytes) = (put, left, bytes)
        return outcome
    }
}

extension Result {
    var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}

extension ObjectStoreError.Kind {
    var isOutOfTime: Bool { if case .outOfTime = self { true } else { false } }
}
