-- What was sold and what went back in the period, by day, package and currency, from the entries of the roll-forward;
-- $1 the report's time zone, $2 how many packages are told by name: a ledger could have one for each sale.
WITH entry AS (
    SELECT
        entry.occurred_at, entry.currency, entry.line, entry.amount_minor, entry.credits,
        coalesce(match.package_id, '') AS package_id
    FROM tieout.sale_entry AS entry
    JOIN tieout.match ON match.session_id = entry.session_id
    WHERE entry.occurred_at >= entry.since AND entry.occurred_at < entry.cut_off AND entry.paid_at < entry.cut_off
),
package AS (
    SELECT package_id, row_number() OVER (ORDER BY entries DESC, package_id) AS place
    FROM (SELECT package_id, count(*) AS entries FROM entry GROUP BY package_id) AS counted
)
SELECT
    to_char(entry.occurred_at AT TIME ZONE $1::text, 'YYYY-MM-DD') AS day,
    CASE WHEN package.place <= $2::bigint THEN package.package_id END AS package_id, entry.currency,
    count(*) FILTER (WHERE entry.line = 'purchase') AS purchases,
    coalesce(sum(entry.credits) FILTER (WHERE entry.line = 'purchase'), 0)::bigint AS credits,
    coalesce(sum(entry.amount_minor) FILTER (WHERE entry.line = 'purchase'), 0)::bigint AS gross_minor,
    count(*) FILTER (WHERE entry.line = 'returned') AS returns,
    coalesce(sum(entry.credits) FILTER (WHERE entry.line = 'returned'), 0)::bigint AS returned_credits,
    coalesce(sum(entry.amount_minor) FILTER (WHERE entry.line = 'returned'), 0)::bigint AS returned_minor
FROM entry
JOIN package ON package.package_id = entry.package_id
GROUP BY 1, 2, 3
ORDER BY 1, 3, 2 NULLS LAST;
