/// One request: what is asked of whom, with which header fields and body.
public struct HTTPRequest: Sendable, Hashable {
    /// The methods that are needed here.
    public enum Method: String, Sendable, Hashable {
        /// Reads.
        case get = "GET"
        /// Sends the request's body.
        case post = "POST"
        /// Puts the request's body in the place of what is there.
        case put = "PUT"
    }

    /// One header field.
    public struct Field: Sendable, Hashable {
        /// The field's name.
        public let name: String
        /// Its value; a line break in it makes the request invalid.
        public let value: String

        /// A field of that name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// What is done.
    public var method: Method
    /// The absolute address: `https`, or `http` on this machine's loopback.
    public var url: String
    /// Header fields besides those that the transport adds.
    public var headers: [Field]
    /// The body of a `POST` or `PUT`.
    public var body: [UInt8]

    /// A request of those parts.
    public init(_ method: Method = .get, url: String, headers: [Field] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
