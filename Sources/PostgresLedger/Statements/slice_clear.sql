TRUNCATE tieout.slice;
