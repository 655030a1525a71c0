#include "accounts/profile.h"

#include "accounts/account_events.h"
#include "accounts/input_rules.h"
#include "accounts/sessions.h"
#include "accounts/users_store.h"

namespace peakdesk::accounts {

Profile get_profile(Tx& tx, const Caller& caller, const NoInput&) {
  require_person(caller);
  return profile_of(tx, caller.account, caller.user);
}

Profile update_profile(Tx& tx, const Caller& caller, const UpdateProfileInput& input) {
  Profile profile = get_profile(tx, caller, {});
  const bool others_see_it =
      input.name || input.firstname || input.lastname || input.bio || input.locale || input.timezone;
  if (input.name) profile.name = checked_name("name", *input.name);
  if (input.firstname) profile.firstname = checked_text("firstname", *input.firstname, 100);
  if (input.lastname) profile.lastname = checked_text("lastname", *input.lastname, 100);
  if (input.bio) profile.bio = checked_text("bio", *input.bio, 2000);
  if (input.locale) profile.locale = checked_locale("locale", *input.locale);
  if (input.timezone) profile.timezone = checked_timezone("timezone", *input.timezone);
  if (input.signature_html) profile.signature_html = checked_html("signature_html", *input.signature_html, 20'000);
  if (input.preferences)
    profile.preferences = merged_preferences("preferences", profile.preferences, *input.preferences);
  if (others_see_it) {
    update_user_fields(tx, caller.account, profile);
    announce_user(tx, caller, kUserUpdated, caller.user);
  }
  if (input.signature_html || input.preferences)
    update_profile_fields(tx, caller.account, caller.user, {profile.signature_html, profile.preferences});
  return profile;
}

}  // namespace peakdesk::accounts
