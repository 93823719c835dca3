const TABLES = (id) => `
CREATE TABLE customers (id ${id}, name TEXT NOT NULL, email TEXT);
CREATE TABLE orders (id ${id}, customer_id INTEGER REFERENCES customers (id), status TEXT NOT NULL,
  total_cents INTEGER NOT NULL, note TEXT, created_at TIMESTAMP NOT NULL);
INSERT INTO customers (name, email) VALUES ('Ana Müller', 'ana@example.com'), ('Sean O''Brien', 'sean@example.com'),
  ('東京商店', 'shop@example.com');
INSERT INTO orders (customer_id, status, total_cents, note, created_at) VALUES
  (1, 'open', 1999, 'call back', '2026-11-28 10:00:00'), (1, 'paid', 7250, NULL, '2026-11-01 08:30:00'),
  (2, 'paid', 300, 'gift', '2026-10-12 17:45:00');
`

/** A shop with customers and orders, in the words of each database; in PostgreSQL also a role that may only read. */
export const SHOP = {
  sqlite: TABLES('INTEGER PRIMARY KEY'),
  postgres: `${TABLES('INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY')}
CREATE ROLE reader LOGIN;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;`,
}
