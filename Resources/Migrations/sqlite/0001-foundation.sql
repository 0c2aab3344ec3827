-- Times are integer milliseconds since 1970. Ids are internal; what a stranger could guess is addressed by random keys.

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE agents (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('agent', 'admin')),
    password TEXT NOT NULL,
    presence TEXT NOT NULL DEFAULT 'away' CHECK (presence IN ('available', 'away', 'offline')),
    wrap_up_until INTEGER,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;

CREATE TABLE sessions (
    id_hash BLOB PRIMARY KEY,
    agent_id INTEGER NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_agent ON sessions (agent_id);

CREATE TABLE servers (
    id TEXT PRIMARY KEY,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tickets (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    -- The form's hidden submission id: posted twice, it makes one ticket.
    submission TEXT NOT NULL UNIQUE,
    -- SHA-256 of the secret that the filing browser keeps, so that it can list its own tickets.
    browser_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    description TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'open',
    -- The status as a number, in the dashboard's order.
    rank INTEGER NOT NULL DEFAULT 0,
    -- The id turned round: within a status the newest come first.
    place INTEGER NOT NULL GENERATED ALWAYS AS (-id) VIRTUAL,
    assignee_id INTEGER REFERENCES agents (id),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    CHECK ((status = 'open' AND rank = 0) OR (status = 'pending' AND rank = 1) OR (status = 'solved' AND rank = 2))
) STRICT;

CREATE INDEX tickets_board ON tickets (rank, place);
CREATE INDEX tickets_by_browser ON tickets (browser_hash);

-- How many tickets stand in each status, kept by the writes that change them: counting would read every ticket.
CREATE TABLE ticket_counts (
    status TEXT PRIMARY KEY,
    tickets INTEGER NOT NULL CHECK (tickets >= 0)
) STRICT;

INSERT INTO ticket_counts (status, tickets) VALUES ('open', 0), ('pending', 0), ('solved', 0);

CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    carrier TEXT NOT NULL CHECK (carrier IN ('embedded', 'twilio')),
    ticket_id INTEGER REFERENCES tickets (id),
    visitor TEXT,
    -- Where a customer's call came from: an address may have few at once.
    address TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('offered', 'ringing', 'live', 'ended')),
    reason TEXT,
    ended_by INTEGER,
    version INTEGER NOT NULL,
    placed_at INTEGER NOT NULL,
    live_at INTEGER,
    ended_at INTEGER,
    deadline_at INTEGER,
    CHECK (ticket_id IS NOT NULL OR visitor IS NOT NULL),
    CHECK ((state = 'ended') = (reason IS NOT NULL AND ended_at IS NOT NULL))
) STRICT;

CREATE INDEX calls_due ON calls (deadline_at) WHERE deadline_at IS NOT NULL;
CREATE INDEX calls_by_ticket ON calls (ticket_id);
CREATE INDEX calls_running ON calls (address) WHERE state <> 'ended';
-- One call at a time for a customer.
CREATE UNIQUE INDEX calls_one_per_ticket ON calls (ticket_id) WHERE state <> 'ended' AND ticket_id IS NOT NULL;
CREATE UNIQUE INDEX calls_one_per_visitor ON calls (visitor) WHERE state <> 'ended' AND visitor IS NOT NULL;

CREATE TABLE call_legs (
    id INTEGER PRIMARY KEY,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    -- Nobody means the customer.
    agent_id INTEGER REFERENCES agents (id),
    side TEXT NOT NULL CHECK (side IN ('caller', 'callee')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'ringing', 'joined', 'held', 'away', 'left')),
    departure TEXT,
    tab TEXT,
    away_until INTEGER,
    -- The caller's own name for the dial.
    dial TEXT,
    CHECK ((state = 'away') = (away_until IS NOT NULL)),
    CHECK ((state = 'left') = (departure IS NOT NULL))
) STRICT;

CREATE INDEX call_legs_by_call ON call_legs (call_id);
CREATE INDEX call_legs_open ON call_legs (agent_id) WHERE state <> 'left';
-- An agent talks in one call at a time.
CREATE UNIQUE INDEX call_legs_one_talk ON call_legs (agent_id) WHERE state IN ('joined', 'held', 'away');

-- The flight recorder.
CREATE TABLE call_events (
    id INTEGER PRIMARY KEY,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    leg_id INTEGER,
    what TEXT NOT NULL
) STRICT;

CREATE INDEX call_events_by_call ON call_events (call_id, id);

CREATE TABLE ticket_events (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filed', 'status', 'note', 'call')),
    agent_id INTEGER REFERENCES agents (id),
    call_id INTEGER REFERENCES calls (id),
    -- The new status, the note, or the call's summary as JSON.
    detail TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX ticket_events_by_ticket ON ticket_events (ticket_id, id);

-- Who is on which server; a row lives as long as the socket.
CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    server_id TEXT NOT NULL REFERENCES servers (id) ON DELETE CASCADE,
    agent_id INTEGER REFERENCES agents (id) ON DELETE CASCADE,
    ticket_id INTEGER REFERENCES tickets (id) ON DELETE CASCADE,
    visitor TEXT,
    tab TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    -- Since when the page has not answered the heartbeat; such a page is not rung.
    asleep_at INTEGER
) STRICT;

CREATE INDEX connections_by_agent ON connections (agent_id) WHERE agent_id IS NOT NULL;
CREATE INDEX connections_by_ticket ON connections (ticket_id) WHERE ticket_id IS NOT NULL;
