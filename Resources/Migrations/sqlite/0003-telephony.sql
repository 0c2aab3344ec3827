-- Calls over a telephone network, hold and consultation, wrap-up, voicemail.

-- Who rings in from a telephone, as the network named them; whether it vouches for the number.
ALTER TABLE calls ADD COLUMN caller_number TEXT;
ALTER TABLE calls ADD COLUMN caller_verified INTEGER NOT NULL DEFAULT 0 CHECK (caller_verified IN (0, 1));
-- The carrier's room: the name we gave it, and the id the carrier gave it.
ALTER TABLE calls ADD COLUMN room TEXT;
ALTER TABLE calls ADD COLUMN conference_sid TEXT;
-- When the call ends at the latest.
ALTER TABLE calls ADD COLUMN ends_by INTEGER;
-- Until when a customer whose agent was lost is offered to the others.
ALTER TABLE calls ADD COLUMN offer_until INTEGER;
ALTER TABLE calls ADD COLUMN voicemail TEXT CHECK (voicemail IN ('asked', 'recording', 'done'));

CREATE UNIQUE INDEX calls_by_room ON calls (room) WHERE room IS NOT NULL;
CREATE INDEX calls_by_day ON calls (placed_at) WHERE carrier = 'twilio';

-- A leg on a telephone of that number; nothing means a browser's page.
ALTER TABLE call_legs ADD COLUMN phone TEXT;
ALTER TABLE call_legs ADD COLUMN role TEXT NOT NULL DEFAULT 'main' CHECK (role IN ('main', 'consulted'));
ALTER TABLE call_legs ADD COLUMN consulted_by INTEGER;
ALTER TABLE call_legs ADD COLUMN rings_until INTEGER;
ALTER TABLE call_legs ADD COLUMN held_since INTEGER;
-- Known to the leg's page alone: with it the page joins the room, once.
ALTER TABLE call_legs ADD COLUMN join_key TEXT;
-- How the leg stands at the carrier.
ALTER TABLE call_legs ADD COLUMN wire TEXT NOT NULL DEFAULT 'none'
    CHECK (wire IN ('none', 'asked', 'ringing', 'joined', 'gone'));
ALTER TABLE call_legs ADD COLUMN wire_sid TEXT;
ALTER TABLE call_legs ADD COLUMN wire_held INTEGER NOT NULL DEFAULT 0 CHECK (wire_held IN (0, 1));
ALTER TABLE call_legs ADD COLUMN wire_ends INTEGER NOT NULL DEFAULT 0 CHECK (wire_ends IN (0, 1));
ALTER TABLE call_legs ADD COLUMN wire_at INTEGER;

CREATE INDEX call_legs_by_wire ON call_legs (wire_sid) WHERE wire_sid IS NOT NULL;

CREATE UNIQUE INDEX call_legs_by_join_key ON call_legs (join_key) WHERE join_key IS NOT NULL;
CREATE INDEX call_legs_wired ON call_legs (wire) WHERE wire IN ('asked', 'ringing', 'joined');

-- Each webhook that said something new, once.
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    token TEXT UNIQUE,
    at INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE INDEX webhooks_by_time ON webhooks (at);

-- Calls that plain voice clients make past the hub: only counted, for the limits of a day.
CREATE TABLE bridged_calls (
    sid TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    is_dialled INTEGER NOT NULL CHECK (is_dialled IN (0, 1))
) STRICT;

CREATE INDEX bridged_calls_by_time ON bridged_calls (at);

-- What an agent writes about a call, during it and after it.
CREATE TABLE wrap_ups (
    id INTEGER PRIMARY KEY,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    agent_id INTEGER NOT NULL REFERENCES agents (id),
    -- Nothing while the agent is in the call.
    started_at INTEGER,
    until_at INTEGER,
    outcome TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    follow_up TEXT NOT NULL DEFAULT 'none' CHECK (follow_up IN ('none', 'call-back', 'solved')),
    saved_at INTEGER,
    UNIQUE (call_id, agent_id)
) STRICT;

CREATE INDEX wrap_ups_open ON wrap_ups (agent_id) WHERE saved_at IS NULL;

-- A message that a caller left; the sound itself stays with the carrier.
CREATE TABLE recordings (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    sid TEXT NOT NULL UNIQUE,
    call_id INTEGER NOT NULL REFERENCES calls (id),
    ticket_id INTEGER REFERENCES tickets (id),
    seconds INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;

CREATE INDEX recordings_by_ticket ON recordings (ticket_id);

-- The telephone on which an agent takes calls, and whether it rings now.
ALTER TABLE agents ADD COLUMN phone TEXT;
ALTER TABLE agents ADD COLUMN rings_phone INTEGER NOT NULL DEFAULT 0 CHECK (rings_phone IN (0, 1));

CREATE INDEX tickets_by_phone ON tickets (phone, id);

-- The timeline knows wrap-ups and voicemail from here on.
CREATE TABLE ticket_events_new (
    id INTEGER PRIMARY KEY,
    ticket_id INTEGER NOT NULL REFERENCES tickets (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('filed', 'status', 'note', 'call', 'wrap-up', 'voicemail')),
    agent_id INTEGER REFERENCES agents (id),
    call_id INTEGER REFERENCES calls (id),
    -- The new status, the note, or the call's, wrap-up's or voicemail's summary as JSON.
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO ticket_events_new SELECT id, ticket_id, at, kind, agent_id, call_id, detail FROM ticket_events;
DROP TABLE ticket_events;
ALTER TABLE ticket_events_new RENAME TO ticket_events;
CREATE INDEX ticket_events_by_ticket ON ticket_events (ticket_id, id);
