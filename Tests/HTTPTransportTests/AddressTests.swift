import Testing

@testable import HTTPTransport

@Suite struct AddressTests {
    @Test(arguments: [
        ("https://api.stripe.com", "https://api.stripe.com"),
        ("https://API.Stripe.com/v1/charges?limit=1", "https://api.stripe.com"),
        ("https://api.stripe.com:8443/x", "https://api.stripe.com:8443"),
        ("http://127.0.0.1:12111", "http://127.0.0.1:12111"),
        ("http://localhost/", "http://localhost"),
        ("http://[::1]:80/v1", "http://[::1]:80"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ])
    func accepted(url: String, origin: String) throws {
        #expect(try HTTPOrigin(of: url).description == origin)
    }

    @Test(arguments: [
        ("ftp://api.stripe.com", InvalidAddress.scheme),
        ("api.stripe.com", .scheme),
        ("file:///etc/passwd", .scheme),
        ("http://api.stripe.com", .unencrypted),
        ("http://127.0.0.1.evil.example", .unencrypted),
        ("http://127.evil.example", .unencrypted),
        ("http://localhost.evil.example", .unencrypted),
        ("http://localhost:80@evil.example", .userInfo),
        ("https://key@api.stripe.com", .userInfo),
        ("https://", .host),
        ("https://api stripe.com", .characters),
        ("https://api.stripe.com\\@evil.example", .characters),
        ("https://api.stripe.com/\u{7F}", .characters),
        ("https://bücher.example", .characters),
        ("https://api.stripe.com:0", .port),
        ("https://api.stripe.com:65536", .port),
        ("https://api.stripe.com:", .port),
        ("https://[::1", .host),
    ])
    func refused(url: String, reason: InvalidAddress) {
        #expect(throws: reason) { try HTTPOrigin(of: url) }
    }
}
