-- Full-text search for SQLite. Every row carries its account as a word of `scope` ("a123"). Rows are written in batches by
-- followers of the event log. rowid is the id of the message, ticket or customer, so rowid order is time order.

-- Messages keep their text in `messages`; the index reads it through this view when it needs it (snippets, deletion).
CREATE VIEW message_search_source AS
  SELECT id, 'a' || account_id AS scope, subject,
         substr(CASE WHEN stripped_text <> '' THEN stripped_text ELSE body_text END, 1, 50000) AS body,
         COALESCE(source ->> '$.from.name', '') || ' ' || COALESCE(source ->> '$.from.address', '') AS people
  FROM messages;
CREATE VIRTUAL TABLE message_search USING fts5 (
  scope, subject, body, people, content = 'message_search_source', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);
-- Subjects that were changed by hand after the ticket was made.
CREATE VIRTUAL TABLE ticket_search USING fts5 (scope, subject, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE customer_search USING fts5 (scope, name, addresses, tokenize = "unicode61 remove_diacritics 2");
