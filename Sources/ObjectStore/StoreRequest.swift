/// One request to a store.
struct StoreRequest {
    /// What is done.
    enum Method: String {
        case get = "GET"
        case head = "HEAD"
        case put = "PUT"
        case delete = "DELETE"
    }

    var method: Method
    /// Of which object; nil for the bucket itself.
    var key: ObjectKey?
    /// What it holds is escaped, and in the order of its names.
    var query = ""
    /// Header fields beside those that every request has.
    var fields: [(name: String, value: String)] = []
    /// What is sent, of a `PUT`.
    var content: ObjectContent?
}

/// The answer to one: its status, and the beginning of what came with it.
struct StoreAnswer {
    var status: Int
    var fields: [String: String]
    var body: [UInt8]
}
