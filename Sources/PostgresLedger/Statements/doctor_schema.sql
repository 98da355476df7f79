SELECT to_regclass('tieout.match') IS NOT NULL AND to_regclass('tieout.posting_balance') IS NOT NULL AS is_there;
