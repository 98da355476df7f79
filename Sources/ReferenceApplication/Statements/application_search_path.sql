-- The granting function trusts the search path that the application's role has.
SELECT set_config('search_path', $1, false);
