SELECT record_kind, currency, state, reason, count(*) AS count, sum(amount_minor)::bigint AS amount_minor
FROM tieout.record_state
GROUP BY record_kind, currency, state, reason
ORDER BY record_kind, currency NULLS FIRST, state, reason;
