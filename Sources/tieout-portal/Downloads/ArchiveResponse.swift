import HTTPTypes
import Hummingbird
import Reconciliation
import Reports

extension Response {
    /// Every file of a report in one archive.
    init(archiveOf files: [PublishedFile], run: RunID) {
        let startedAt = run.startedAt?.secondsSinceEpoch ?? 0
        self.init(
            status: .ok,
            headers: [
                .contentType: MediaType.of("zip"),
                .contentDisposition: "attachment; filename=\"tieout-\(run).zip\"",
            ],
            body: ResponseBody { writer in
                var archive = try ZipStream()
                for file in files {
                    try archive.begin("\(run)/\(file.listed.name)", bytes: file.bytes, at: startedAt)
                    var offset: Int64 = 0
                    while offset < file.bytes {
                        let bytes = try file.read(at: offset, count: Int(PublishedFile.pieceBytes))
                        guard !bytes.isEmpty else { throw Refusal.notAsPublished }
                        try archive.add(bytes)
                        offset += Int64(bytes.count)
                        let piece = archive.take()
                        if !piece.isEmpty { try await writer.write(ByteBuffer(bytes: piece)) }
                    }
                }
                try archive.finish()
                try await writer.write(ByteBuffer(bytes: archive.take()))
                try await writer.finish(nil)
            }
        )
    }
}
