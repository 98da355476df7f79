SELECT cut_off, run_id FROM tieout.watermark WHERE name = $1;
