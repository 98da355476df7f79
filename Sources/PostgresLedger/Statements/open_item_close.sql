-- What was examined again leaves the list; what is still not final comes back by the next statement.
DELETE FROM tieout.open_item
USING (
    SELECT id AS stripe_id FROM tieout.stage_checkout_session
    UNION ALL SELECT id FROM tieout.stage_invoice
    UNION ALL SELECT stripe_id FROM tieout.looked_up
) AS examined
WHERE open_item.stripe_id = examined.stripe_id;
