SELECT view_name, column_name, may_carry_stripe_id FROM tieout.ledger_mapped;
