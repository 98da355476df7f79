import Testing

@testable import PostgresLedger

/// Against `uuid.uuid5(uuid.NAMESPACE_URL, name)` of Python.
@Suite struct NamedUUIDTests {
    @Test(arguments: [
        ("", "1b4db7eb-4057-5ddf-91e0-36dec72071f5"), ("cs_test_A", "9c3e91ba-adcb-54cb-9199-2b951eb99d98"),
        (String(repeating: "x", count: 40), "f562c38a-a8fe-5cdd-b523-6f30cfb54847"),
        (String(repeating: "cs_live_", count: 30), "7de6fcbf-debc-57ec-be8a-66c0f5247d0b"),
    ])
    func theNameGivesTheUUIDThatOthersGive(_ name: String, _ uuid: String) {
        #expect(NamedUUID(name).text == uuid)
    }
}
