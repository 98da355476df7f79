-- Only ever forward.
INSERT INTO tieout.watermark (name, cut_off, run_id) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET cut_off = excluded.cut_off, run_id = excluded.run_id
WHERE watermark.cut_off < excluded.cut_off;
