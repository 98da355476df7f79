-- A correction that moves credits is written down before it is made; a second one of the same object and action finds it there
-- and stops. $2 names a take-back by the credits that it goes from and down to, so that the same one is never made twice,
-- and one for a further refund of the sale can be.
INSERT INTO tieout.correction (
    stripe_id, action, run_id, fingerprint, user_id, credits, package_id, amount_minor, currency, protection,
    approved_by, posted_at, detail
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now(), $12)
ON CONFLICT (stripe_id, action) DO NOTHING
RETURNING extract(epoch FROM posted_at)::bigint AS posted_at;
