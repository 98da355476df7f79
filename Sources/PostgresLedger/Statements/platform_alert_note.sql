-- A row for each notice. $1 elements: code, severity, message, metadata; $2 when.
INSERT INTO public.platform_alerts (alert_type, provider, severity, message, metadata, created_at)
SELECT 'tieout_' || notice.code, 'tieout', notice.severity, notice.message, notice.metadata, $2
FROM jsonb_to_recordset($1) AS notice (code text, severity text, message text, metadata jsonb);
