-- Calls that a vendor keeps and the desk writes down, and the line that each agent chose.

-- Whose call it is and the vendor's id of it; nothing for calls of the desk's own.
ALTER TABLE calls ADD COLUMN line TEXT COLLATE "C" CHECK (line IN ('amazon-connect', 'genesys', 'toolbar'));
ALTER TABLE calls ADD COLUMN line_call TEXT COLLATE "C";
-- The customer's name, where the vendor knows one.
ALTER TABLE calls ADD COLUMN caller_name TEXT COLLATE "C";

CREATE INDEX calls_by_line ON calls (line, line_call) WHERE line IS NOT NULL;
CREATE UNIQUE INDEX calls_one_per_line_call ON calls (line, line_call) WHERE line IS NOT NULL AND state <> 'ended';

ALTER TABLE call_legs ADD COLUMN line TEXT COLLATE "C";

-- The desk lets nobody talk in two of its own calls at once; what a vendor does is written down as it is.
DROP INDEX call_legs_one_talk;
CREATE UNIQUE INDEX call_legs_one_talk ON call_legs (agent_id)
    WHERE state IN ('joined', 'held', 'away') AND line IS NULL;
CREATE INDEX call_legs_talks ON call_legs (agent_id) WHERE state IN ('joined', 'held', 'away');

ALTER TABLE agents ADD COLUMN line TEXT COLLATE "C";
