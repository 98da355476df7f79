-- Takes off the list what this run examined and found final.
DELETE FROM tieout.open_item WHERE looked_at = '-infinity';
