"""The tables and the one function of the order floor and limit (see `limits`)."""

TABLES = """
CREATE TABLE bench_order (id bigserial PRIMARY KEY, number varchar(20) UNIQUE NOT NULL,
    email varchar(254) NOT NULL, address jsonb NOT NULL, total_amount bigint NOT NULL,
    placed_at timestamptz NOT NULL);
CREATE TABLE bench_orderline (id bigserial PRIMARY KEY, order_id bigint NOT NULL REFERENCES bench_order,
    variant_id bigint NOT NULL, quantity int NOT NULL, amount bigint NOT NULL);
CREATE INDEX ON bench_orderline (order_id);
CREATE TABLE bench_stock (variant_id bigint PRIMARY KEY, free int NOT NULL CHECK (free >= 0));
INSERT INTO bench_stock SELECT id, 1000000 FROM catalog_variant;
CREATE FUNCTION bench_place(number varchar, email varchar, address jsonb, lines jsonb) RETURNS bigint AS $$
DECLARE made bigint; taken int;
BEGIN
    INSERT INTO bench_order (number, email, address, total_amount, placed_at)
        SELECT number, email, address, sum((l->>'quantity')::int * 100), now()
        FROM jsonb_array_elements(lines) l RETURNING id INTO made;
    INSERT INTO bench_orderline (order_id, variant_id, quantity, amount)
        SELECT made, (l->>'variant')::bigint, (l->>'quantity')::int, 100 FROM jsonb_array_elements(lines) l;
    UPDATE bench_stock s SET free = free - (l->>'quantity')::int FROM jsonb_array_elements(lines) l
        WHERE s.variant_id = (l->>'variant')::bigint AND s.free >= (l->>'quantity')::int;
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken < jsonb_array_length(lines) THEN RAISE EXCEPTION 'sold out'; END IF;
    RETURN made;
END $$ LANGUAGE plpgsql;
"""
