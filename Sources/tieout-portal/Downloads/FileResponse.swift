import HTTPTypes
import Hummingbird
import Reports

extension Response {
    /// A file of a report, whole or in part, to be saved under its name.
    ///
    /// - Parameter range: what of it is sent.
    init(_ file: PublishedFile, _ range: ByteRange) {
        let size = file.bytes
        var headers: HTTPFields = [
            .contentType: MediaType.of(file.listed.name),
            .contentDisposition: "attachment; filename=\"\(file.listed.name)\"",
            .acceptRanges: "bytes",
            .eTag: file.entityTag,
        ]
        switch range {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(size)"
            self.init(status: .rangeNotSatisfiable, headers: headers)
        case .whole:
            self.init(status: .ok, headers: headers, body: file.body(0..<size))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            self.init(status: .partialContent, headers: headers, body: file.body(part))
        }
    }
}

extension PublishedFile {
    /// Its SHA-256, as HTTP writes what tells one content from another.
    var entityTag: String { "\"\(listed.sha256)\"" }

    /// Its bytes as they are sent, a piece at a time: memory does not grow with the file.
    fileprivate func body(_ range: Range<Int64>) -> ResponseBody {
        ResponseBody(contentLength: Int(range.count)) { writer in
            var offset = range.lowerBound
            while offset < range.upperBound {
                let bytes = try self.read(at: offset, count: Int(min(Self.pieceBytes, range.upperBound - offset)))
                // A file that got shorter ends the connection before the promised length: nobody takes it for whole.
                guard !bytes.isEmpty else { throw Refusal.notAsPublished }
                try await writer.write(ByteBuffer(bytes: bytes))
                offset += Int64(bytes.count)
            }
            try await writer.finish(nil)
        }
    }

    static let pieceBytes: Int64 = 256 << 10
}

/// What kind of file a name says it is.
enum MediaType {
    static func of(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "csv": "text/csv; charset=utf-8"
        case "json": "application/json"
        case "zip": "application/zip"
        // A page of the folder is a file here: the portal shows it within a page of its own.
        default: "application/octet-stream"
        }
    }
}
