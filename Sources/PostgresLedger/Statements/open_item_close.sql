-- Takes off the list what this run examined and found final; $1 now, as the statement before it used it.
DELETE FROM tieout.open_item
USING (
    SELECT id AS stripe_id FROM tieout.stage_checkout_session
    UNION ALL SELECT id FROM tieout.stage_invoice
    UNION ALL SELECT id FROM tieout.stage_charge
    UNION ALL SELECT id FROM tieout.stage_refund
    UNION ALL SELECT id FROM tieout.stage_dispute
    UNION ALL SELECT stripe_id FROM tieout.looked_up
) AS examined
WHERE open_item.stripe_id = examined.stripe_id AND open_item.looked_at < $1;
