-- An object that was read twice, on two pages or by id as well, stays once: as it was read last.
DELETE FROM tieout.stage_customer AS record
USING (
    SELECT id, max(ctid) AS last_read FROM tieout.stage_customer GROUP BY id HAVING count(*) > 1
) AS repeated
WHERE record.id = repeated.id AND record.ctid <> repeated.last_read;
