-- SET LOCAL with parameters; $n NULL leaves a setting as it is. Milliseconds.
SELECT
    CASE WHEN $1::bigint IS NOT NULL THEN set_config('lock_timeout', $1::text, true) END,
    CASE WHEN $2::bigint IS NOT NULL THEN set_config('statement_timeout', $2::text, true) END,
    CASE WHEN $3::bigint IS NOT NULL THEN set_config('idle_in_transaction_session_timeout', $3::text, true) END,
    CASE WHEN $4::text IS NOT NULL THEN set_config('search_path', $4::text, true) END;
