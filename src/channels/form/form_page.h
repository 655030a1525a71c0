// The contact form as a page that works without JavaScript, and the script that puts it into a shop's page.
#pragma once
#include <string>

#include "channels/form/forms.h"

namespace peakdesk::channels::form {

/// `filled` is what the person wrote before (after an error), `error` a sentence to show above, or empty. All texts are
/// escaped.
std::string form_page(const Form& form, const std::string& token, const FormSubmission& filled,
                      const std::string& error);
std::string thanks_page(const Form& form);
/// embed.js: on a shop's page it inserts a frame after its own script tag; inside that frame it tells the height.
std::string embed_script();
/// Content-Security-Policy of the pages: nothing foreign, framed only by the sites the form allows.
std::string form_page_policy(const FormSettings& settings);

}  // namespace peakdesk::channels::form
