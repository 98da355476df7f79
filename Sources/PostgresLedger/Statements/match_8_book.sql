-- Each paid sale as the tie-out counts it; needs the record states.
INSERT INTO tieout.booked (
    paid_at, since, cut_off, amount_minor, credits, grant_count, standing_credits, promised_credits, paid_minor,
    charged_minor, returned_minor, stayed_minor, stayed_credits, ledger_minor, is_granted_by_tieout, currency, session_id,
    payment_intent, explanation
)
SELECT
    paid_at, since, cut_off, amount_minor, credits, grant_count, standing_credits, promised_credits, paid_minor,
    charged_minor, returned_minor, stayed_minor, stayed_credits, ledger_minor, is_granted_by_tieout, currency, session_id,
    payment_intent, explanation
FROM tieout.judged_sale;
