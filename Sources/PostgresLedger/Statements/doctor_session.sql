SELECT
    current_user::text AS role,
    current_database()::text AS database,
    current_setting('server_version') AS version,
    pg_is_in_recovery() AS is_replica,
    floor(extract(epoch FROM clock_timestamp()))::bigint AS clock;
