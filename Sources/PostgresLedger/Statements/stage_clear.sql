TRUNCATE
    tieout.stage_charge, tieout.stage_checkout_session, tieout.stage_invoice, tieout.stage_refund, tieout.stage_dispute,
    tieout.stage_payment_intent, tieout.stage_event, tieout.stage_invoice_payment,
    tieout.stage_subscription, tieout.stage_customer;
