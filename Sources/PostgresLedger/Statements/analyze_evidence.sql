-- The planner knows nothing of a table that was filled a moment ago.
SELECT tieout.analyze_evidence();
