import PostgresLedger
import Reconciliation
import TestSupport

/// What a posting test works on: a ledger in which a sale is due, and its content as lines to compare.
struct PostingBench {
    let books: Books

    static func make() async throws -> PostingBench { PostingBench(books: try await Books.open()) }

    var ledger: PostgresLedger { books.ledger }
    let context = PostingContext(run: Self.run, protection: .ledgerGuard)

    /// A grant of 50 credits that is due.
    func grant(
        _ session: String = "cs_test_A",
        credits: Int64 = 50,
        to user: String = Books.anna
    ) throws -> Correction {
        let name = session.replacing("cs_test_", with: "")
        let finding = Finding(
            kind: .missedPurchase,
            severity: .high,
            fingerprint: "missed_purchase:\(session)",
            stripeID: session,
            userID: user,
            currency: .usd,
            expectedMinor: 2_000,
            recordedMinor: 0,
            credits: credits,
            occurredAt: Instant(secondsSinceEpoch: Books.noon),
            detail: ["payment_intent": "pi_\(name)", "charge": "ch_\(name)", "package_id": "creative"]
        )
        return try Self.correction(of: finding)
    }

    /// A correction of a log row.
    func row(_ kind: FindingKind, _ id: String, _ detail: [String: String]) throws -> Correction {
        try Self.correction(
            of: Finding(
                kind: kind,
                severity: .low,
                fingerprint: "\(kind.rawValue):\(id)",
                stripeID: id,
                currency: .usd,
                expectedMinor: 2_000,
                occurredAt: Instant(secondsSinceEpoch: Books.noon),
                detail: detail
            )
        )
    }

    private static func correction(of finding: Finding) throws -> Correction {
        guard let correction = Correction(of: finding) else { throw NoCorrection(finding: finding) }
        return correction
    }

    struct NoCorrection: Error { let finding: Finding }

    private static let run = RunID(
        startedAt: Instant(secondsSinceEpoch: Books.noon + 10 * .day),
        command: "posting",
        suffix: 0x3f9c
    )

    /// Every row of the ledger and of Tieout's corrections.
    func content() throws -> [String] {
        try books.lines(
            """
            SELECT 'balance ' || to_jsonb(row)::text AS line FROM public.user_credits AS row
            UNION ALL SELECT 'movement ' || to_jsonb(row)::text FROM public.credit_transactions AS row
            UNION ALL SELECT 'purchase ' || to_jsonb(row)::text FROM public.user_credit_purchases AS row
            UNION ALL SELECT 'checkout ' || to_jsonb(row)::text FROM public.checkout_sessions AS row
            UNION ALL SELECT 'payment ' || to_jsonb(row)::text FROM public.payment_logs AS row
            UNION ALL SELECT 'invoice ' || to_jsonb(row)::text FROM public.invoice_logs AS row
            UNION ALL SELECT 'correction ' || to_jsonb(row)::text FROM tieout.correction AS row
            ORDER BY 1
            """
        )
    }

    /// Movements as buyer, credits and reference.
    func journal() throws -> [String] {
        try books.lines(
            """
            SELECT concat_ws(' ', user_id, amount, reference_id) AS line FROM public.credit_transactions
            ORDER BY reference_id, user_id
            """
        )
    }

    /// Replaces the body of the granting function, in PL/pgSQL.
    func replaceFunction(_ body: String) throws {
        try books.database.connect().execute(
            script: """
                CREATE OR REPLACE FUNCTION public.update_user_credits(
                    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL,
                    p_reference_id text DEFAULT NULL, p_metadata jsonb DEFAULT NULL
                ) RETURNS public.user_credits LANGUAGE plpgsql AS $$
                DECLARE account public.user_credits;
                BEGIN
                    \(body)
                    SELECT * INTO account FROM public.user_credits WHERE user_id = p_user_id;
                    RETURN account;
                END $$
                """
        )
    }

    /// What a sound function does, for bodies that do it as well as something else.
    static let soundGrant = """
        INSERT INTO public.user_credits (user_id, balance) VALUES (p_user_id, p_amount)
            ON CONFLICT (user_id) DO UPDATE SET balance = public.user_credits.balance + p_amount;
        INSERT INTO public.credit_transactions (user_id, type, amount, balance_before, balance_after, reference_id)
            VALUES (p_user_id, p_type, p_amount, 0, 0, p_reference_id);
        """
}

extension PostingOutcome {
    /// The outcome without its sentence or balances.
    var name: String {
        switch self {
        case .posted: "posted"
        case .alreadyPosted: "already posted"
        case .changed: "changed"
        case .failed: "failed"
        }
    }
}
