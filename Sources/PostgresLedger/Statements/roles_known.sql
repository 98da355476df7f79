-- The roles of Tieout's that rights on its schema were given to.
SELECT role.rolname::text AS role
FROM pg_roles AS role
CROSS JOIN pg_namespace AS namespace
WHERE role.rolname IN ('tieout_reader', 'tieout_poster', 'tieout_approver')
  AND namespace.nspname = 'tieout'
  AND has_schema_privilege(role.oid, namespace.oid, 'USAGE');
