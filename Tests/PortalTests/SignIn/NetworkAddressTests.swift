import Foundation
import LocalPeers
import Testing

@testable import tieout_portal

/// Addresses and networks; Python's ipaddress is asked about each.
@Suite struct NetworkAddressTests {
    @Test(
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:0201", "192.0.2.1"),
            ("2001:DB8::0:1", "2001:db8::1"),
            ("::1", "::1"), ("127.0.0.1", "127.0.0.1"), ("", nil), ("192.0.2", nil), ("192.0.2.256", nil),
            ("0300.0.2.1", nil),
            ("192.0.2.1:80", nil), ("[::1]", nil), ("192.0.2.1 ", nil), ("localhost", nil), ("1.2.3.4\0", nil),
            ("fe80::1%eth0", nil),
        ] as [(String, String?)]
    )
    func oneSpellingForEachAddress(written: String, read: String?) {
        #expect(NetworkAddress(written)?.description == read)
    }

    @Test func aNetworkHoldsWhatPythonSaysItHolds() throws {
        let ranges = [
            "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3", "10.1.2.3/32", "10.1.2.3/8", "192.168.7.128/25", "192.168.7.0/31",
            "0.0.0.0/0", "::/0", "::1",
            "2001:db8::/32", "2001:db8:0:8000::/49", "2001:db8::/127", "fc00::/7", "::ffff:10.0.0.0/104",
            "::ffff:10.1.2.3", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/+8", "ten/8",
            "2001:db8::/129", "128.0.0.0/1", "8000::/1",
        ]
        let addresses = [
            "10.0.0.0", "10.1.2.3", "10.255.255.255", "11.0.0.0", "::ffff:10.1.2.3", "192.168.7.127", "192.168.7.128",
            "192.168.7.1", "::1",
            "2001:db8::", "2001:db8::1", "2001:db8::2", "2001:db8:0:7fff::", "2001:db8:0:8000::", "2001:db9::",
            "fdff::1", "fe00::", "200.0.0.1",
        ]
        let pairs = ranges.flatMap { range in addresses.map { [range, $0] } }
        let theirs: [Bool?] = try Peer.verdict(of: "judge_addresses", on: JSONEncoder().encode(pairs))
        for (pair, theirs) in zip(pairs, theirs) {
            let address = try #require(NetworkAddress(pair[1]))
            let ours = try? NetworkRange(pair[0]).contains(address)
            #expect(ours == theirs, "\(pair)")
        }
        #expect(theirs.compactMap(\.self).contains(true) && theirs.contains(nil))
    }

    @Test func aNetworkThatIsASlipIsNamed() {
        #expect(
            throws: SignInFault("10.1.2.3/8 has bits beyond its length", advice: "Write the network's first address.")
        ) {
            try NetworkRange("10.1.2.3/8")
        }
        #expect(throws: SignInFault("the length of 0.0.0.0/0 is not between 1 and 32")) {
            try NetworkRange("0.0.0.0/0")
        }
        #expect(throws: SignInFault("proxy.example.com is no address and no network")) {
            try NetworkRange("proxy.example.com")
        }
    }
}
