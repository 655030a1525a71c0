#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <mutex>

#include "base/text.h"
#include "platform/http/address.h"
#include "platform/http/client.h"

namespace peakdesk::http {
namespace {
struct EasyHandle {
  CURL* handle = curl_easy_init();
  ~EasyHandle() { curl_easy_cleanup(handle); }
};
struct HeaderList {
  curl_slist* list = nullptr;
  void add(const std::string& line) { list = curl_slist_append(list, line.c_str()); }
  ~HeaderList() { curl_slist_free_all(list); }
};
struct ParsedUrl {
  CURLU* url = curl_url();
  ~ParsedUrl() { curl_url_cleanup(url); }
  std::string part(CURLUPart which) const {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return {};
    std::string out = text;
    curl_free(text);
    return out;
  }
};

struct Exchange {
  const OutgoingRequest& request;
  const std::vector<AddressRange>& allowed;
  OutgoingResponse response;
  std::string refused_address;
  bool too_large = false;
};

std::string text_of(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  if (address.sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  return text;
}

curl_socket_t open_socket(void* exchange_pointer, curlsocktype, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  const std::string text = text_of(address->addr);
  if (!may_connect_to(text, exchange.allowed)) {
    exchange.refused_address = text.empty() ? "another kind of address" : text;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  if (exchange.response.body.size() + size * count > exchange.request.max_response_bytes) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* exchange_pointer) {
  auto& exchange = *static_cast<Exchange*>(exchange_pointer);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {  // a redirect's headers and body are not the answer's
    exchange.response.headers.clear();
    exchange.response.body.clear();
  } else if (const auto colon = line.find(':');
             colon != std::string_view::npos && exchange.response.headers.size() < 200) {
    exchange.response.headers.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return size * count;
}

std::string checked_host(const std::string& url) {
  const ParsedUrl parsed;
  if (curl_url_set(parsed.url, CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
    throw ClientError(ClientError::Kind::BadUrl,
                      "This is not a complete web address: it must look like https://example.com/path.");
  const std::string scheme = parsed.part(CURLUPART_SCHEME);
  if (scheme != "https" && scheme != "http")
    throw ClientError(ClientError::Kind::BadUrl, "Only http:// and https:// addresses can be called.");
  if (!parsed.part(CURLUPART_USER).empty() || !parsed.part(CURLUPART_PASSWORD).empty())
    throw ClientError(ClientError::Kind::BadUrl,
                      "The address must not carry a user or password; send them as a header.");
  return parsed.part(CURLUPART_HOST);
}

[[noreturn]] void throw_failure(CURLcode code, const Exchange& exchange, const std::string& host, const char* detail) {
  using Kind = ClientError::Kind;
  if (!exchange.refused_address.empty())
    throw ClientError(Kind::Forbidden,
                      host + " leads to " + exchange.refused_address +
                          ", which is not on the public internet. An operator can allow it in the settings.");
  if (exchange.too_large)
    throw ClientError(Kind::TooLarge, host + " answered with more than " +
                                          std::to_string(exchange.request.max_response_bytes) + " bytes.");
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      throw ClientError(Kind::TimedOut,
                        host + " did not answer within " + std::to_string(exchange.request.timeout_ms) + " ms.");
    case CURLE_COULDNT_RESOLVE_HOST:
      throw ClientError(Kind::Unreachable, "There is no host named " + host + ".");
    case CURLE_TOO_MANY_REDIRECTS:
      throw ClientError(Kind::BadUrl, host + " redirects too often.");
    case CURLE_UNSUPPORTED_PROTOCOL:
      throw ClientError(Kind::BadUrl, host + " redirects to something that is not http or https.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
      throw ClientError(Kind::Tls, "No secure connection to " + host + ": " + detail);
    default:
      throw ClientError(Kind::Unreachable,
                        "No connection to " + host + ": " + (*detail ? detail : curl_easy_strerror(code)));
  }
}

class CurlClient final : public Client {
 public:
  explicit CurlClient(const ClientOptions& options) : user_agent_(options.user_agent), resolve_(options.resolve) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_ALL); });
    for (const auto& text : options.allowed_ranges) {
      const auto range = parse_range(text);
      if (!range) throw std::invalid_argument("\"" + text + "\" is no address range such as 10.1.2.0/24.");
      allowed_.push_back(*range);
    }
  }

  OutgoingResponse send(const OutgoingRequest& request) const override {
    const std::string host = checked_host(request.url);
    const EasyHandle easy;
    CURL* curl = easy.handle;
    Exchange exchange{request, allowed_, {}, {}, false};
    HeaderList headers;
    for (const auto& [name, value] : request.headers) {
      if ((name + value).find_first_of("\r\n") != std::string::npos)
        throw ClientError(ClientError::Kind::BadUrl, "A header must not contain line ends.");
      headers.add(value.empty() ? name + ";" : name + ": " + value);
    }
    headers.add("Expect:");  // no round trip before a body
    HeaderList resolve;
    for (const auto& line : resolve_) resolve.add(line);
    char detail[CURL_ERROR_SIZE] = "";
    const bool reads = request.method == "GET" || request.method == "HEAD";
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_PROXY, "");  // a proxy of the environment would connect past our guard
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
    curl_easy_setopt(curl, CURLOPT_USERAGENT, user_agent_.c_str());
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
    curl_easy_setopt(curl, CURLOPT_RESOLVE, resolve.list);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, reads && request.max_redirects > 0 ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, static_cast<long>(request.max_redirects));
    if (request.method == "HEAD") {
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else if (!reads) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    }
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) throw_failure(code, exchange, host, detail);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
  }

 private:
  std::string user_agent_;
  std::vector<std::string> resolve_;
  std::vector<AddressRange> allowed_;
};
}  // namespace

std::string_view OutgoingResponse::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (iequals_ascii(key, name)) return value;
  return {};
}

std::unique_ptr<Client> make_client(const ClientOptions& options) { return std::make_unique<CurlClient>(options); }

}  // namespace peakdesk::http
