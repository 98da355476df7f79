TRUNCATE tieout.looked_up;
