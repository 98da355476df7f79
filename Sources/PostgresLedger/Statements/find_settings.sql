-- For the transaction that matches and finds. A night's joins and sums fit in memory on most servers; what is known of each
-- table need only be good enough to join small to large, and where it is wrong, a loop within a loop would never end, and
-- joining in order would sort the widest rows there are.
SELECT
    set_config('work_mem', '256MB', true),
    set_config('default_statistics_target', '20', true),
    set_config('enable_nestloop', 'off', true),
    set_config('enable_mergejoin', 'off', true);
