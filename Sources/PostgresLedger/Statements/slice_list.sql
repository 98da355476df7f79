SELECT number, record_kind, since, until, cursor_id, cursor_created, is_complete FROM tieout.slice ORDER BY number;
