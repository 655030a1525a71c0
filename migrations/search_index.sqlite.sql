-- Full-text search for SQLite, in a file of its own beside the store (peakdesk-search.db), written by a thread of its own.
-- The whole schema, without a history: whoever changes this text has every index made anew from the store at the next start.
-- Every row carries its account as a word of `scope` ("a123"). rowid is the id of the message, ticket or customer, so rowid
-- order is time order. Rows keep their text: erasing needs the old words, and these are gone from the store by then.

-- How far it follows the store: "last_event" is the id of the last event indexed, "built.KIND" the id from which on the
-- things of this kind that were there before are indexed (newest first; 0: all are).
CREATE TABLE index_state (name TEXT PRIMARY KEY, value BIGINT NOT NULL);

CREATE VIRTUAL TABLE message_search USING fts5 (scope, subject, body, people, tokenize = "unicode61 remove_diacritics 2");
-- Subjects that no message of the ticket carries: they were given by hand.
CREATE VIRTUAL TABLE ticket_search USING fts5 (scope, subject, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE customer_search USING fts5 (scope, name, addresses, tokenize = "unicode61 remove_diacritics 2");

-- A batch of a thousand messages is written as one piece of the index (8 MiB) rather than as several to be merged later.
INSERT INTO message_search (message_search, rank) VALUES ('hashsize', 8388608);
