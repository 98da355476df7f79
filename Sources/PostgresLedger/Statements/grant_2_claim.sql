-- The correction is written down before it is made; a second one of the same session finds it there and stops.
INSERT INTO tieout.correction (
    stripe_id, action, run_id, fingerprint, user_id, credits, package_id, amount_minor, currency, protection,
    approved_by, posted_at, detail
)
VALUES ($1, 'grant', $2, $3, $4, $5, $6, $7, $8, $9, $10, now(), $11)
ON CONFLICT (stripe_id, action) DO NOTHING
RETURNING extract(epoch FROM posted_at)::bigint AS posted_at;
