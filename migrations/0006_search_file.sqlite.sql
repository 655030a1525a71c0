-- The search index has a file of its own now (search_index.sqlite.sql); the next start builds it from the messages.
DROP TABLE message_search;
DROP VIEW message_search_source;
DROP TABLE ticket_search;
DROP TABLE customer_search;
DELETE FROM event_cursors WHERE subscriber IN ('tickets.search', 'customers.search');
