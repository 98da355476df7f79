-- What the newest run had to say besides its findings and records: its report can be rendered again from it, and be written
-- after the disk was full. Kept of one run only: it is as large as its plan.
ALTER TABLE tieout.run ADD kept_result text;
