-- Whether rights on Tieout's schema were given to its roles.
SELECT count(*) > 0 AS is_known
FROM pg_roles AS role
CROSS JOIN pg_namespace AS namespace
WHERE role.rolname = 'tieout_reader'
  AND namespace.nspname = 'tieout'
  AND has_schema_privilege(role.oid, namespace.oid, 'USAGE');
