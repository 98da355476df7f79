-- How long a statement of this session may take; $1 milliseconds.
SELECT set_config('statement_timeout', $1, false);
