-- What was told and is not over.
SELECT alert::text AS alert, since, told_at, environment FROM tieout.alert ORDER BY code, environment;
