-- References that were granted more than once: with them there, a guard can hold only for rows from now on.
SELECT reference_id, count(*) AS movements
FROM tieout.ledger_movement
WHERE credits > 0 AND reference_id LIKE ANY (ARRAY['cs\_%', 'pi\_%', 'ch\_%', 'in\_%', 'evt\_%'])
GROUP BY reference_id
HAVING count(*) > 1
ORDER BY count(*) DESC, reference_id
LIMIT $1;
