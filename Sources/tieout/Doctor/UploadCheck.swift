import Foundation
import ObjectStore

/// Whether reports could be copied to the object store.
struct UploadCheck {
    let settings: UploadSettings

    /// Lists one key, and writes nothing; nil where no store is set. A store that does not answer today keeps no run from its
    /// work; one that is set wrong does.
    func run() async -> Check? {
        do {
            guard let target = try settings.target() else { return nil }
            let answer = await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(returning: Result { try Self.ask(target) })
                }
            }
            try answer.get()
            let links = target.links.map { "; links hold for \(SpanOfTime.words($0))" } ?? ""
            return .ok(
                .upload,
                "\(target.settings.bucket) can be listed below \(target.base.isEmpty ? "its root" : target.base)\(links)"
            )
        } catch let error as ObjectStoreError {
            let failure = Failure(of: error)
            return .warning(.upload, failure.sentence, remedy: [failure.advice].compactMap(\.self))
        } catch {
            return .refuse(.upload, Failure(of: error))
        }
    }

    private static func ask(_ target: UploadTarget) throws(ObjectStoreError) {
        try ObjectStore(target.settings, within: .seconds(20)).requireAccess(to: target.base)
    }
}
