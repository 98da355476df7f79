import Testing

@testable import tieout_portal

/// That comparisons are right; how long they take is measured by `Benchmarks/signin/timing`, not here.
@Suite struct ConstantTimeTests {
    @Test func valuesAreEqualWhenAllTheirBytesAre() {
        let value = RandomToken.bytes(64)
        #expect(ConstantTime.equal(value, value))
        for index in value.indices {
            for bit in 0..<8 {
                var other = value
                other[index] ^= 1 << bit
                #expect(!ConstantTime.equal(value, other))
            }
        }
        #expect(!ConstantTime.equal(value, Array(value.dropLast())))
        #expect(!ConstantTime.equal(value, value + [0]))
        #expect(ConstantTime.equal([], []))
        #expect(!ConstantTime.equal([], [0]))
    }

    /// By bytes: Swift's own comparison of texts takes composed and decomposed letters for the same.
    @Test func textsAreComparedByTheirBytes() {
        #expect(ConstantTime.equal("caf\u{E9}", "caf\u{E9}"))
        #expect(!ConstantTime.equal("caf\u{E9}", "cafe\u{301}"))
        #expect(!ConstantTime.equal("a\0b", "a\0c"))
    }

    @Test func base64HasOneSpelling() {
        for count in 0..<50 {
            let bytes = RandomToken.bytes(count)
            #expect(Base64URL.decoded(Base64URL.encoded(bytes)) == bytes)
        }
        for text in ["=", "AA==", "AB", "A", "A+", "A/", "A A", "AAAA\n", "\u{E4}\u{E4}"] {
            #expect(Base64URL.decoded(text) == nil, "\(text)")
        }
    }
}
