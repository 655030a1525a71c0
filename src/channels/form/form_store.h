// The only SQL over `forms`.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "channels/form/forms.h"

namespace peakdesk::channels::form::form_store {

std::optional<Form> find(Tx& tx, AccountId account, FormId id);
std::optional<Form> find_by_key(Tx& tx, std::string_view public_key);
std::vector<Form> list(Tx& tx, AccountId account);
void insert(Tx& tx, const Form& form);
void update(Tx& tx, const Form& form);
bool erase(Tx& tx, AccountId account, FormId id);
void count_submission(Tx& tx, AccountId account, FormId id);

}  // namespace peakdesk::channels::form::form_store
