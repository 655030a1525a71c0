// The contact form's own words in the six languages; a shop's texts come from its settings.
#pragma once
#include <string>
#include <string_view>

namespace peakdesk::channels::form {

struct FormWords {
  std::string title, intro, name, email, subject, order_number, message, send, thanks, optional, required, too_fast,
      go_back;
};

/// English for a locale we do not have.
const FormWords& form_words(std::string_view locale);
bool is_form_locale(std::string_view locale);

}  // namespace peakdesk::channels::form
