-- Whether a table of the application is behind a view; $1 the view. The comment keeps what the view was made from.
SELECT coalesce(
    obj_description(to_regclass(format('tieout.%I', $1)), 'pg_class') NOT LIKE '% WHERE false', false
) AS is_mapped;
