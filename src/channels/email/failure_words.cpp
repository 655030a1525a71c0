#include "channels/email/failure_words.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace peakdesk::channels::email {
namespace {

struct CausePattern {
  FailureCause cause;
  const char* pattern;
};

// In this order: a full mailbox is told with "unavailable" too, a blocked sender with "rejected: unknown".
constexpr CausePattern kCausePatterns[] = {
    {FailureCause::Delayed, R"((?i)host not found, try again|temporary (?:lookup|dns) failure)"},
    {FailureCause::UserUnknown,
     R"((?i)user (?:is )?unknown|unknown user|no such user|account (?:or domain |that you tried to reach )?(?:may|does) not exist|recipient address rejected: access denied)"},
    {FailureCause::MailboxFull,
     R"((?i)over ?quota|quota (?:is |was |has been )?(?:exceed|full|reached)|exceed(?:s|ed|ing)?[\w' ]{0,30}(?:quota|storage)|mailbox (?:is |size )?(?:full|exceed|limit)|mailbox (?:has )?exceeded|(?:mailbox|inbox|disk|storage|folder|account)[\w ]{0,20} (?:is )?full|out of storage|not enough (?:storage|disk)|insufficient (?:system |disk )?storage|no space left|user has exhausted|storage limit|too many messages|maximum allowed (?:storage|mailbox))"},
    {FailureCause::TooBig,
     R"((?i)message (?:is )?too (?:big|large)|(?:size|length)[\w ]{0,20} exceed|exceed[\w ]{0,30} (?:size|length)|message size|too large)"},
    {FailureCause::Unwanted,
     R"((?i)(?:from|sender)[\w:<>@.\-\s]{0,60}(?:invalid|does not exist|not found)|\bspam|blacklist|block(?:ed|list)|\brbl\b|dnsbl|spamhaus|reputation|unsolicited|\bdmarc\b|\bspf\b|\bdkim\b|policy|virus|malware|prohibited|not authori[sz]ed|authenticat|relay(?:ing)? (?:access )?(?:denied|not|prohibited)|relaying|reverse dns|ptr record|\bptr\b|greylist|graylist|rate limit|too many (?:conn|recip|mess|error)|throttl|content (?:reject|filter)|bad attachment|suspicious|sender (?:address )?(?:rejected|verify|denied)|not allowed to (?:send|post)|permission to post|restricted|access denied|banned|abus)"},
    {FailureCause::Suspended,
     R"((?i)(?:account|mailbox|user|recipient)[\w ']{0,30} (?:is |has been |temporarily |currently )*(?:disabled|suspended|inactive|locked|expired|deactivated|frozen)|(?:disabled|suspended|inactive) (?:user|mailbox|account|recipient))"},
    {FailureCause::HostUnknown, R"((?i)host (?:or domain name )?(?:unknown|not found)|unknown (?:mail )?host|domain (?:name )?(?:does not exist|not found|is invalid|lookup)|no such (?:host|domain)|unrouteable (?:mail )?(?:address|domain)|name or service not known|name service error|nxdomain|no mx (?:record|or)|couldn'?t find any host|cannot find (?:a |an )?(?:route|host)|unable to resolve|dns (?:lookup )?(?:error|failure|fail)|domain [\w.\-]+ (?:couldn'?t be found|not found)|illegal host|bad destination (?:host|mailbox|system)|invalid domain|nosuchdomain)"},
    {FailureCause::NoMailAccepted,
     R"((?i)does not accept (?:any )?(?:mail|smtp|email)|null ?mx|no (?:smtp|mail) (?:service|server) here|not accept(?:ing)? (?:any )?(?:mail|messages) (?:for|at|from)?|smtp protocol (?:diagnostic|disabled)|mail is not accepted|do(?:es)? not receive mail)"},
    {FailureCause::Moved,
     R"((?i)has moved|user (?:has )?moved|new address|no longer (?:valid|in use|works?|available|exists?|with|at|on server)|changed (?:his|her|their|e?-?mail)? ?address|replaced by|address (?:has been )?changed)"},
    {FailureCause::UserUnknown,
     R"((?i)unknown (?:user|recipient|local|address|account|mailbox|addressee)|(?:user|recipient|address|account|mailbox|addressee|local[- ]part)[\w<>@.\-'" :()]{0,80}(?:unknown|not found|not exist|unavailable|invalid|not known|not listed|not recognized|not valid|no longer|isn'?t|wasn'?t found|couldn'?t be found|doesn'?t exist)|no such (?:user|recipient|mailbox|address|account|person|local)|(?:does not|doesn'?t|did not) exist|doesn'?t have an? [\w.]+ account|invalid (?:user|recipient|mailbox|address|final delivery)|no (?:mailbox|user|account|local mailbox|mail ?drop) (?:here )?(?:by|with|named|for)|not (?:a valid|our|a known|in (?:our|my))|mailbox (?:unavailable|not found|name)|recipient (?:address )?rejected|not a user|user_unknown|unknown_user|bad (?:address|recipient|destination)|address (?:error|rejected)|can'?t create user output|no valid (?:recipient|address)|#5\.1\.1|\b5\.1\.1\b|recipientnotfound|is not listed in|unable to find|404 )"},
    {FailureCause::Delayed,
     R"((?i)delay|warning|could not be delivered (?:within|for)|timed? ?out|time[- ]?out|retry time|retries|too long|not yet|temporar|expired|deferred|try again|will (?:continue|keep|be retried)|still (?:trying|in)|connection (?:refused|reset|lost|timed)|network (?:is )?unreachable|no route)"},
    {FailureCause::System,
     R"((?i)system error|internal error|local error|configuration error|loops? back|too many hops|mail loop|service (?:unavailable|not available)|resources)"},
};

}  // namespace

FailureCause cause_of(std::string_view said) {
  static const auto* const compiled = [] {
    auto* list = new std::vector<std::pair<FailureCause, std::unique_ptr<RE2>>>();
    for (const CausePattern& entry : kCausePatterns)
      list->emplace_back(entry.cause, std::make_unique<RE2>(entry.pattern));
    return list;
  }();
  const re2::StringPiece input(said.data(), std::min<std::size_t>(said.size(), 10'000));
  for (const auto& [cause, pattern] : *compiled)
    if (RE2::PartialMatch(input, *pattern)) return cause;
  return FailureCause::Unknown;
}

bool is_hard(std::string_view status, FailureCause cause) {
  // 5.1.7 and 5.1.8 are about our address, not theirs.
  if (status.starts_with('4') || status == "5.1.7" || status == "5.1.8") return false;
  switch (cause) {
    case FailureCause::UserUnknown:
    case FailureCause::HostUnknown:
    case FailureCause::Moved:
    case FailureCause::NoMailAccepted:
      return true;
    case FailureCause::Unknown:
      break;
    default:
      return false;
  }
  for (const std::string_view code : {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4", "5.3.2", "5.1.0"})
    if (status == code) return true;
  return false;
}

}  // namespace peakdesk::channels::email
