import PostgresLedger
import Testing

/// What a ledger is recognised by, on catalogs alone.
@Suite struct RecogniserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let tables: [String]
        var functions: [String] = []
        var body = ""
        /// `view table column=own …` of each table, sorted, as far as the columns are called otherwise.
        let finds: [String]
        /// `function argument=source …`, and how it fails where it says so.
        var calls: String?
        var userIDType = UserIDType.uuid
        var obstacle: PostingObstacle?
        /// Parts of the sentences that are left to a person, in order.
        var asks: [String] = []
    }

    static let cases = [
        Case(
            testDescription: "a ledger of an object mapper, in camel case and with text ids",
            tables: [
                "User: id text key, email text unique",
                "UserBalance: id text key, userId text unique > public.User.id, credits int4",
                "CreditTransaction: id text key, userId text > public.User.id, amount int4, type text, stripeSessionId text, createdAt timestamp",
            ],
            functions: ["addCredits(userId text, amount int4, stripeSessionId text) void"],
            finds: [
                "balance UserBalance balance=credits user_id=userId",
                "movement CreditTransaction created_at=createdAt credits=amount ledger_id=id reference_id=stripeSessionId user_id=userId",
                "user User user_id=id",
            ],
            calls: "addCredits amount=credits stripeSessionId=session_id userId=user",
            userIDType: .text
        ),
        Case(
            testDescription: "credits beside the profile, and purchases with the payment intent",
            tables: [
                "auth.users: id uuid key, email text",
                "profiles: id uuid key > auth.users.id, full_name text, credits int4",
                "purchases: id int8 key, user_id uuid > auth.users.id, credits int4, stripe_payment_intent_id text unique, status text [pending|paid|failed]",
            ],
            functions: ["increment_credits(uid uuid, delta int4) int4", "deduct_credits(uid uuid, delta int4) int4"],
            finds: [
                "balance profiles balance=credits user_id=id",
                "purchase purchases ledger_id=id status:completed=paid",
                "user users user_id=id",
            ],
            calls: "increment_credits delta=credits uid=user"
        ),
        Case(
            testDescription: "whole numbers, a journal without balances, JSON that tells of success",
            tables: [
                "users: id int8 key, name text",
                "credit_ledger: id int8 key, user_id int8 > public.users.id, delta int4, reason text, reference text unique",
            ],
            functions: ["grant_credits(p_user_id int8, p_credits int4, p_ref text, p_meta jsonb?) jsonb"],
            body: "insert into credit_ledger …; return jsonb_build_object('success', true)",
            finds: [
                "movement credit_ledger credits=delta ledger_id=id reference_id=reference type=reason",
                "user users user_id=id",
            ],
            calls:
                "grant_credits p_credits=credits p_meta=metadata p_ref=session_id p_user_id=user; success is not true",
            userIDType: .bigint
        ),
        Case(
            testDescription: "e-mail addresses as identities, and money beside the credits",
            tables: [
                "wallets: email text key, balance numeric",
                "wallet_transactions: id uuid key, email text, amount numeric, kind text [topup|spend], session_id text",
            ],
            functions: [
                "top_up_wallet(p_email text, p_credits numeric, p_amount numeric, p_currency text, p_session_id text) bool"
            ],
            finds: [
                "balance wallets user_id=email",
                "movement wallet_transactions credits=amount ledger_id=id reference_id=session_id type:consume=spend type:purchase=topup type=kind user_id=email",
            ],
            calls:
                "top_up_wallet p_amount=amount_decimal p_credits=credits p_currency=currency p_email=user p_session_id=session_id; false",
            userIDType: .email,
            asks: ["No table has a row for every buyer"]
        ),
        Case(
            testDescription: "a reference that must be a uuid, and an argument nobody knows",
            tables: [
                "user_credits: user_id uuid key, balance int4",
                "credit_transactions: id uuid key, user_id uuid, amount int4, type text, reference_id uuid",
            ],
            functions: ["add_credits(p_user_id uuid, p_amount int4, p_reference_id uuid, p_tenant int4) void"],
            finds: [
                "balance user_credits", "movement credit_transactions credits=amount ledger_id=id",
            ],
            calls: "add_credits p_amount=credits p_reference_id=session_uuid p_user_id=user",
            asks: ["No table has a row for every buyer", "also needs p_tenant"]
        ),
        Case(
            testDescription: "seconds, and a function that sets",
            tables: [
                "accounts: id uuid key, seconds_balance int4",
                "seconds_log: id uuid key, account_id uuid > public.accounts.id, seconds int4, stripe_session_id text",
            ],
            functions: ["set_balance(account_id uuid, new_balance int4) void"],
            finds: [
                "balance accounts balance=seconds_balance user_id=id",
                "movement seconds_log credits=seconds ledger_id=id reference_id=stripe_session_id user_id=account_id",
                "user accounts user_id=id",
            ],
            calls: "set_balance account_id=user new_balance=new_balance",
            asks: ["seconds_log.seconds seems to count seconds", "accounts.seconds_balance seems to count seconds"]
        ),
        Case(
            testDescription: "two balances that fit equally well",
            tables: [
                "user_credits: user_id uuid key, balance int4", "user_credit: user_id uuid key, balance int4",
                "credit_transactions: id uuid key, user_id uuid, amount int4, type text, reference_id text",
            ],
            functions: ["add_credits(p_user_id uuid, p_amount int4) void"],
            finds: ["movement credit_transactions credits=amount ledger_id=id"],
            calls: "add_credits p_amount=credits p_user_id=user",
            asks: [
                "public.user_credit and public.user_credits fit equally well as the balances",
                "No table has a row for every buyer",
            ]
        ),
        Case(
            testDescription: "no id of Stripe's anywhere",
            tables: [
                "user_credits: user_id uuid key, balance int4",
                "credit_history: id uuid key, user_id uuid, amount int4, action text",
            ],
            functions: ["add_credits(p_user_id uuid, p_amount int4) void"],
            finds: ["balance user_credits", "movement credit_history credits=amount ledger_id=id type=action"],
            calls: "add_credits p_amount=credits p_user_id=user",
            obstacle: .noEvidence,
            asks: ["No table has a row for every buyer"]
        ),
        Case(
            testDescription: "nothing that can be called",
            tables: [
                "user_credits: user_id uuid key, balance int4",
                "credit_transactions: id uuid key, user_id uuid, amount int4, type text, reference_id text",
            ],
            functions: ["update_user_credits() trigger"],
            finds: ["balance user_credits", "movement credit_transactions credits=amount ledger_id=id"],
            obstacle: .noFunction,
            asks: ["No table has a row for every buyer"]
        ),
        Case(
            testDescription: "a shop without credits",
            tables: ["customers: id uuid key, name text", "articles: id uuid key, title text, price numeric"],
            functions: ["get_article(id uuid) articles"],
            finds: [],
            obstacle: .noEvidence
        ),
        Case(testDescription: "nothing at all", tables: [], finds: [], obstacle: .noEvidence),
    ]

    @Test(arguments: cases)
    func theMappingIsTheOneThatFits(_ ledger: Case) {
        let catalog = DatabaseCatalog(
            tables: ledger.tables.map(CatalogText.table),
            functions: ledger.functions.map { CatalogText.function($0, body: ledger.body) }
        )
        let proposal = Recogniser(catalog: catalog).proposal()
        #expect(Self.lines(of: proposal.mapping) == ledger.finds)
        #expect(proposal.mapping.function.map(Self.line) == ledger.calls)
        #expect(proposal.obstacle == ledger.obstacle)
        #expect(proposal.questions.count == ledger.asks.count, "\(proposal.questions)")
        for (question, words) in zip(proposal.questions, ledger.asks) { #expect(question.contains(words)) }
        guard !ledger.finds.isEmpty else { return #expect(proposal.isEmpty) }
        #expect(proposal.mapping.userIDType == ledger.userIDType)
        #expect(proposal.isComplete == (ledger.asks.isEmpty && ledger.obstacle == nil))
    }

    /// The same catalog gives the same proposal whatever the order in which the server lists it.
    @Test(arguments: cases)
    func theOrderOfTheCatalogDoesNotMatter(_ ledger: Case) {
        let tables = ledger.tables.map(CatalogText.table)
        let functions = ledger.functions.map { CatalogText.function($0, body: ledger.body) }
        let there = DatabaseCatalog(tables: tables, functions: functions)
        let back = DatabaseCatalog(tables: tables.reversed(), functions: functions.reversed())
        #expect(Recogniser(catalog: there).proposal() == Recogniser(catalog: back).proposal())
    }

    @Test func aTriggerFunctionIsSaidToBeOne() {
        let catalog = DatabaseCatalog(
            tables: [CatalogText.table("user_credits: user_id uuid key, balance int4")],
            functions: [CatalogText.function("update_user_credits() trigger")]
        )
        let remarks = Recogniser(catalog: catalog).proposal().remarks
        #expect(remarks.count == 1 && remarks[0].contains("update_user_credits() is a trigger function"))
    }

    @Test func theFunctionDecidesBetweenTwoTablesThatLookAlike() {
        let catalog = DatabaseCatalog(
            tables: [
                CatalogText.table("users: id uuid key"),
                CatalogText.table("user_credits: user_id uuid key, balance int4"),
                CatalogText.table("user_credit: user_id uuid key, balance int4"),
            ],
            functions: [
                CatalogText.function(
                    "add_credits(p_user_id uuid, p_amount int4) void",
                    body: "UPDATE user_credit SET balance = balance + p_amount WHERE user_id = p_user_id"
                )
            ]
        )
        let proposal = Recogniser(catalog: catalog).proposal()
        #expect(proposal.mapping.tables[.balance]?.name == "user_credit")
        #expect(proposal.questions == [])
    }

    @Test func whatIsCloseIsNamedBesideWhatIsChosen() {
        let catalog = DatabaseCatalog(
            tables: [
                CatalogText.table("user_credits: user_id uuid key, balance int4"),
                CatalogText.table("user_balances: user_id uuid key, balance int4"),
            ]
        )
        let part = Recogniser(catalog: catalog).proposal().parts.first { $0.purpose == .table(.balance) }
        #expect(part?.confidence == .unsure)
        #expect(part?.alternatives.count == 1)
    }

    private static func lines(of mapping: LedgerMapping) -> [String] {
        mapping.tables.map { view, table in
            let columns = table.columns.filter { $0.key != $0.value }.map { "\($0.key)=\($0.value)" }
            let words = table.words.flatMap { column, meanings in
                meanings.map { "\(column):\($0.key)=\($0.value.joined(separator: "|"))" }
            }
            return ([view.key, table.name] + (columns + words).sorted()).joined(separator: " ")
        }.sorted()
    }

    private static func line(of function: GrantingFunction) -> String {
        let arguments = function.arguments.map { "\($0.name)=\($0.source.word ?? "a literal")" }.sorted()
        let sign =
            switch function.failureSign {
            case .raises: ""
            case .returnsFalse: "; false"
            case .memberIsNotTrue(let name): "; \(name) is not true"
            default: "; another sign"
            }
        return ([function.name.name] + arguments).joined(separator: " ") + sign
    }
}
