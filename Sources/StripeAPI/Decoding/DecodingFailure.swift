import CSimdjson

/// A body that gave no page.
struct DecodingFailure: Error, Equatable {
    /// Whether the body is no whole JSON: then it may have been damaged on its way and is worth asking for again.
    let isMalformed: Bool
    /// The object's id, where one is meant and can be read.
    let id: String?
    /// The field's path, where one is meant.
    let field: String?
    /// What is wrong.
    let reason: String

    init(isMalformed: Bool, id: String?, field: String?, reason: String) {
        self.isMalformed = isMalformed
        self.id = id
        self.field = field
        self.reason = reason
    }

    init(_ failure: record_failure) {
        self.init(
            isMalformed: failure.code == record_failure_malformed,
            id: Self.text(failure.id),
            field: Self.text(failure.field),
            reason: Self.text(failure.reason) ?? ""
        )
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
        guard let pointer, pointer.pointee != 0 else { return nil }
        return String(cString: pointer)
    }
}
