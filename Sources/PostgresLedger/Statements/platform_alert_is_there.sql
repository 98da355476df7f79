-- Whether the application has a table of alerts that our role may add to, with the columns that it is known to have.
SELECT coalesce(bool_and(has_table_privilege(platform.oid, 'INSERT')), false)
    AND count(*) FILTER (
        WHERE attribute.attname IN ('alert_type', 'provider', 'severity', 'message', 'metadata', 'created_at')
    ) = 6 AS is_there
FROM pg_class AS platform
JOIN pg_namespace AS namespace ON namespace.oid = platform.relnamespace
JOIN pg_attribute AS attribute ON attribute.attrelid = platform.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
WHERE namespace.nspname = 'public' AND platform.relname = 'platform_alerts' AND platform.relkind IN ('r', 'p', 'v');
