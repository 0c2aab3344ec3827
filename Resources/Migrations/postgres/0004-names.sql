-- Callers are looked up by how their names begin, whatever the case.
CREATE INDEX tickets_by_name ON tickets (lower(name) COLLATE "C", id);
