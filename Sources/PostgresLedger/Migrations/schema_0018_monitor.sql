-- Of which environment an alert was told: it ends under the name under which it began.
ALTER TABLE tieout.alert ADD environment text NOT NULL DEFAULT 'unknown';
