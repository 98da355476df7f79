-- Whether a movement carries no other id of Stripe's: it cannot speak of a session twice then.
ALTER TABLE tieout.ledger_reference ADD is_only boolean NOT NULL DEFAULT false;
