-- The planner knows nothing of tables that were filled a moment ago and takes them for small: the joins would be loops.
SELECT tieout.analyze_references();
