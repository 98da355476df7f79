-- Everything goes by e-mail address, written as the buyer wrote it.
CREATE TABLE customers (email text PRIMARY KEY, credit_balance integer NOT NULL);
INSERT INTO customers VALUES ('Anna@Example.com', 7), ('boris@example.com', 13);
CREATE TABLE credit_ledger (
    id bigserial PRIMARY KEY, customer_email text NOT NULL REFERENCES customers, change integer NOT NULL, comment text
);
INSERT INTO credit_ledger (customer_email, change, comment) VALUES ('boris@example.com', 10, 'Stripe checkout cs_test_B, thank you!');
CREATE TABLE sessions (id text PRIMARY KEY, customer_email text NOT NULL, credits integer NOT NULL);
INSERT INTO sessions VALUES ('cs_test_A', 'Anna@Example.com', 50), ('cs_test_B', 'boris@example.com', 10);
CREATE FUNCTION give(customer text, credits integer, comment text) RETURNS integer LANGUAGE sql AS $$
    INSERT INTO credit_ledger (customer_email, change, comment) VALUES (customer, credits, 'Stripe checkout ' || comment);
    UPDATE customers SET credit_balance = credit_balance + credits WHERE email = customer RETURNING credit_balance;
$$;
