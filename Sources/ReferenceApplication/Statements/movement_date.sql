-- The granting function writes the present; a movement of a month that is lived again belongs into that month.
UPDATE public.credit_transactions
SET created_at = to_timestamp($2::bigint)
WHERE user_id = $1 AND created_at = transaction_timestamp();
