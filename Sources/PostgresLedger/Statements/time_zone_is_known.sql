-- $1 an IANA name. AT TIME ZONE would take other texts too, and read FOO3 as three hours west.
SELECT count(*) > 0 AS is_known FROM pg_timezone_names WHERE name = $1;
