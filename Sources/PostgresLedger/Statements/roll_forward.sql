-- From opening to closing, per currency: the dated entries, the closing as the match has it, what the ledger shows, and
-- what explains the difference. Each line is summed up by itself, so that they prove each other.
WITH entry AS (
    SELECT
        currency, line, amount_minor, credits,
        CASE
            WHEN occurred_at < since THEN 'before'
            WHEN occurred_at < cut_off THEN 'within'
            ELSE 'after'
        END AS moment,
        paid_at < cut_off AS is_paid_by_cut_off
    FROM tieout.sale_entry
),
sale AS (
    SELECT * FROM tieout.booked
),
line (currency, line, count, amount_minor, credits) AS (
    SELECT currency, 'opening', 1, amount_minor, credits FROM entry WHERE line = 'purchase' AND moment = 'before'
    UNION ALL
    SELECT currency, 'opening', 0, -amount_minor, -credits FROM entry WHERE line = 'returned' AND moment = 'before'
    UNION ALL
    SELECT currency, 'purchases', 1, amount_minor, credits FROM entry WHERE line = 'purchase' AND moment = 'within'
    UNION ALL
    SELECT currency, 'paid_after_cut_off', 1, amount_minor, credits
    FROM entry
    WHERE line = 'purchase' AND moment = 'after'
    UNION ALL
    SELECT currency, CASE moment WHEN 'within' THEN 'returned' ELSE 'returned_after_cut_off' END, 1, amount_minor, credits
    FROM entry
    WHERE line = 'returned' AND moment <> 'before' AND is_paid_by_cut_off
    UNION ALL
    SELECT currency, 'expected_closing', 1, stayed_minor, stayed_credits FROM sale WHERE paid_at < cut_off
    UNION ALL
    SELECT currency, 'ledger_opening', least(grant_count, 1), ledger_minor, standing_credits
    FROM sale
    WHERE paid_at < since
    UNION ALL
    SELECT currency, 'ledger_closing', least(grant_count, 1), ledger_minor, standing_credits
    FROM sale
    WHERE paid_at < cut_off
    UNION ALL
    SELECT
        currency, explanation, 1 - least(grant_count, 1), stayed_minor - ledger_minor, stayed_credits - standing_credits
    FROM sale
    WHERE paid_at < cut_off
      AND (grant_count = 0 OR stayed_minor <> ledger_minor OR stayed_credits <> standing_credits)
)
SELECT
    currency, line, sum(count)::bigint AS count, sum(amount_minor)::bigint AS amount_minor,
    sum(credits)::bigint AS credits
FROM line
GROUP BY currency, line
ORDER BY currency, line;
