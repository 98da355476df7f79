-- What the database says of itself and of our role.
SELECT
    current_user::text AS role,
    current_database()::text AS database,
    current_setting('server_version') AS version,
    current_setting('server_version_num')::bigint AS version_number,
    pg_is_in_recovery() AS is_replica,
    current_setting('default_transaction_read_only')::boolean AS is_read_only,
    has_database_privilege(current_database(), 'CREATE') OR to_regnamespace('tieout') IS NOT NULL AS may_create_schemas;
