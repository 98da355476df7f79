-- Marks what this run examined; what is not final is put on the list again by the next statement, the rest is taken off by
-- the one after it. A mark and no time, as two runs may end in one second.
UPDATE tieout.open_item SET looked_at = '-infinity'
FROM (
    SELECT id AS stripe_id FROM tieout.stage_checkout_session
    UNION ALL SELECT id FROM tieout.stage_invoice
    UNION ALL SELECT id FROM tieout.stage_charge
    UNION ALL SELECT id FROM tieout.stage_refund
    UNION ALL SELECT id FROM tieout.stage_dispute
    UNION ALL SELECT stripe_id FROM tieout.looked_up
) AS examined
WHERE open_item.stripe_id = examined.stripe_id;
