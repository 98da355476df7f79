-- Dated before the sales: a package that was changed after a sale could not be compared with it.
INSERT INTO public.credit_packages (id, name, credits, price_usd, sort_order, created_at, updated_at)
VALUES ($1, $2, $3::integer, $4::numeric, $5::integer, to_timestamp($6::bigint), to_timestamp($6::bigint))
ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, updated_at = excluded.updated_at;
