-- After an outage it holds thousands of rows that were not there a moment ago.
SELECT tieout.analyze_first_paid();
