-- After an outage it holds thousands of rows that were not there a moment ago.
ANALYZE tieout.first_paid;
