-- What went wrong, as a code with parameters that screens can translate: JSON {"code","params","text"}; empty: nothing.
ALTER TABLE mailboxes ADD COLUMN last_problem TEXT NOT NULL DEFAULT '';
ALTER TABLE mailboxes ADD COLUMN sending_problem TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN failure TEXT NOT NULL DEFAULT '';
ALTER TABLE set_aside_mails ADD COLUMN notice TEXT NOT NULL DEFAULT '';
CREATE INDEX set_aside_mails_by_file ON set_aside_mails (account_id, raw_file);
-- Files in the file store that a row let go of; a sweep deletes those that no other row names.
CREATE TABLE released_files (
  name TEXT PRIMARY KEY,
  released_at BIGINT NOT NULL
);
