-- Every slot of time that a report tells, those in which nothing happened as well; as in missed_by_time.
SELECT to_char(slot, 'YYYY-MM-DD HH24:MI') AS slot
FROM generate_series(
    date_trunc($2::text, $3::timestamptz AT TIME ZONE $1::text),
    $4::timestamptz AT TIME ZONE $1::text - interval '1 second',
    ('1 ' || $2::text)::interval
) AS slots (slot)
ORDER BY 1;
