-- The planner knows nothing of a table that was filled a moment ago. Only what is joined and filtered by is sampled.
ANALYZE tieout.joined_evidence (session_id, source, status);
