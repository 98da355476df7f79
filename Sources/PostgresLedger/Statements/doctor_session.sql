-- What the database says of itself, of our role and of our connection.
SELECT
    current_user::text AS role,
    current_database()::text AS database,
    current_setting('server_version') AS version,
    current_setting('server_version_num')::bigint AS version_number,
    pg_is_in_recovery() AS is_replica,
    current_setting('default_transaction_read_only')::boolean AS is_read_only,
    floor(extract(epoch FROM clock_timestamp()))::bigint AS clock,
    role.rolsuper AS is_superuser,
    role.rolsuper OR role.rolbypassrls AS sees_all_rows,
    has_database_privilege(current_database(), 'CREATE') AS may_create_schemas,
    coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_encrypted
FROM pg_roles AS role
WHERE role.rolname = current_user;
