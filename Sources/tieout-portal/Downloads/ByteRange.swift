import HTTPTypes

/// The part of a file that is asked for with `Range` (RFC 9110, 14): one part, as download managers and resumed downloads ask.
enum ByteRange: Equatable {
    /// All of it: nothing else was asked for, or what was asked is not understood, which has to be ignored.
    case whole
    /// From one offset to before another.
    case part(Range<Int64>)
    /// Nothing that the file has.
    case unsatisfiable

    /// What a request asks of a file of that size.
    ///
    /// - Parameter isCurrent: whether `If-Range` names the file's own tag, or is not sent.
    init(_ header: String?, size: Int64, isCurrent: Bool) {
        guard isCurrent, let match = header?.wholeMatch(of: /bytes=(\d{0,18})-(\d{0,18})/) else {
            self = .whole
            return
        }
        switch (Int64(match.1), Int64(match.2)) {
        case (let first?, let last?):
            if last < first {
                self = .whole
            } else {
                self = first < size ? .part(first..<min(last + 1, size)) : .unsatisfiable
            }
        case (let first?, nil): self = first < size ? .part(first..<size) : .unsatisfiable
        case (nil, let count?): self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
        case (nil, nil): self = .whole
        }
    }
}

/// Whether a header such as `If-None-Match` names a tag; weak ones count as strong, as bytes of a hash do not change.
func entityTags(_ header: String, name tag: String) -> Bool {
    header.split(separator: ",").contains { part in
        let part = part.trimmingPrefix(while: \.isWhitespace).trimmingPrefix("W/")
        return part == "*" || part.prefix(tag.count) == tag
    }
}
