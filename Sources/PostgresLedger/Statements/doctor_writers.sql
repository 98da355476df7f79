-- Who besides the owner may change the balances without any function: PUBLIC and roles that log in through an API.
-- $1 schema, $2 table.
SELECT coalesce(grantee.rolname, 'PUBLIC')::text AS writer
FROM pg_class AS relation
JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
CROSS JOIN aclexplode(coalesce(relation.relacl, acldefault('r', relation.relowner))) AS granted
LEFT JOIN pg_roles AS grantee ON grantee.oid = granted.grantee
WHERE namespace.nspname = $1 AND relation.relname = $2
  AND granted.privilege_type IN ('INSERT', 'UPDATE')
  AND (granted.grantee = 0 OR grantee.rolname IN ('anon', 'authenticated'))
GROUP BY 1
ORDER BY 1;
