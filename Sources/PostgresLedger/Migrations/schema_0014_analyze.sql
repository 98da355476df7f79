-- Only a table's owner may have it analyzed, and who owns schema tieout need not be who runs the job: the planner's figures
-- are renewed with the owner's rights, of these tables and columns and no others.
CREATE FUNCTION tieout.analyze_stage() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET default_statistics_target = 20  -- good enough to join small to large, at a fifth of the sample
AS $$
BEGIN
    ANALYZE
        tieout.stage_charge, tieout.stage_checkout_session, tieout.stage_invoice, tieout.stage_refund,
        tieout.stage_dispute, tieout.stage_payment_intent, tieout.stage_event, tieout.stage_invoice_payment,
        tieout.stage_subscription, tieout.stage_customer;
END $$;

CREATE FUNCTION tieout.analyze_references() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE
        tieout.scope, tieout.looked_up, tieout.ledger_reference (stripe_id, ledger_id, type, is_only),
        tieout.session_key (stripe_id, session_id);
END $$;

-- Only what is joined and filtered by is sampled.
CREATE FUNCTION tieout.analyze_match() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE tieout.match (
        session_id, created_at, is_of_listed_time, exclusion, status, payment_status, payment_intent, charge_id,
        checkout_id, checkout_status, user_id, buyer_exists, is_charged_otherwise, is_logged_otherwise, credits,
        grant_count, granted_user_id, completed_count, failed_count, returned_minor, lost_minor
    );
END $$;

CREATE FUNCTION tieout.analyze_evidence() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE tieout.joined_evidence (session_id, source, status);
END $$;

CREATE FUNCTION tieout.analyze_first_paid() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    ANALYZE tieout.first_paid;
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA tieout FROM PUBLIC;
