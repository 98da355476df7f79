INSERT INTO auth.users (id) VALUES ($1);
