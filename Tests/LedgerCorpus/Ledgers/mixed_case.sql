-- Names in mixed case, as an object mapper makes them.
CREATE TABLE "User" (id text PRIMARY KEY, "creditBalance" integer NOT NULL DEFAULT 0);
INSERT INTO "User" VALUES ('clm_anna', 7), ('clm_boris', 13);
CREATE TYPE "EntryKind" AS ENUM ('PURCHASE', 'SPEND');
CREATE TABLE "CreditEntry" (
    id text PRIMARY KEY DEFAULT gen_random_uuid()::text, "userId" text NOT NULL, kind "EntryKind" NOT NULL, "amount" integer NOT NULL,
    "stripePaymentIntentId" text UNIQUE, "createdAt" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
INSERT INTO "CreditEntry" ("userId", kind, amount, "stripePaymentIntentId") VALUES
    ('clm_boris', 'PURCHASE', 10, 'pi_B'), ('clm_boris', 'SPEND', 4, NULL);
CREATE TABLE "Checkout" (id text PRIMARY KEY, "userId" text NOT NULL, credits integer NOT NULL, status text NOT NULL);
INSERT INTO "Checkout" VALUES ('cs_test_A', 'clm_anna', 50, 'COMPLETE'), ('cs_test_B', 'clm_boris', 10, 'COMPLETE');
CREATE FUNCTION "addCredits"("userId" text, "amount" integer, "kind" "EntryKind", "intent" text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "User" SET "creditBalance" = "creditBalance" + $2 WHERE id = $1;
    INSERT INTO "CreditEntry" ("userId", kind, amount, "stripePaymentIntentId") VALUES ($1, $3, $2, $4);
    RETURN FOUND;
END $$;
