#include "channels/form/form_store.h"

namespace peakdesk::channels::form::form_store {

std::optional<Form> find(Tx& tx, AccountId account, FormId id) {
  return tx.find<Form>("SELECT * FROM forms WHERE account_id = $1 AND id = $2", account, id);
}

std::optional<Form> find_by_key(Tx& tx, std::string_view public_key) {
  // A public page has no account yet: the key is what tells it.
  return tx.find<Form>("SELECT * FROM forms WHERE public_key = $1 AND account_id > 0", public_key);
}

std::vector<Form> list(Tx& tx, AccountId account) {
  return tx.list<Form>("SELECT * FROM forms WHERE account_id = $1 ORDER BY id", account);
}

void insert(Tx& tx, const Form& form) {
  tx.exec(
      "INSERT INTO forms (id, account_id, public_key, name, locale, settings, active, created_at, updated_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      form.id, form.account_id, form.public_key, form.name, form.locale, form.settings, form.active, form.created_at,
      form.updated_at);
}

void update(Tx& tx, const Form& form) {
  tx.exec(
      "UPDATE forms SET name = $3, locale = $4, settings = $5, active = $6, updated_at = $7 WHERE account_id = $1 AND "
      "id = $2",
      form.account_id, form.id, form.name, form.locale, form.settings, form.active, form.updated_at);
}

bool erase(Tx& tx, AccountId account, FormId id) {
  return tx.exec("DELETE FROM forms WHERE account_id = $1 AND id = $2", account, id) > 0;
}

void count_submission(Tx& tx, AccountId account, FormId id) {
  tx.exec("UPDATE forms SET submission_count = submission_count + 1 WHERE account_id = $1 AND id = $2", account, id);
}

}  // namespace peakdesk::channels::form::form_store
