#include "platform/http/problem.h"

#include <algorithm>

#include "base/error.h"
#include "base/json.h"

namespace peakdesk::http {
namespace {
int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Invalid:
      return 422;
    case ErrorKind::NotSignedIn:
      return 401;
    case ErrorKind::NotAllowed:
      return 403;
    case ErrorKind::NotFound:
      return 404;
    case ErrorKind::Conflict:
      return 409;
    case ErrorKind::TooLarge:
      return 413;
    case ErrorKind::TooMany:
      return 429;
    case ErrorKind::Unavailable:
      return 503;
    case ErrorKind::StorageFull:
      return 507;
  }
  return 500;
}
}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 422:
      return "Unprocessable Content";
    case 426:
      return "Upgrade Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 507:
      return "Insufficient Storage";
    default:
      return "Status";
  }
}

Response to_response(const Problem& problem) {
  std::string body = R"({"type":"about:blank","title":)";
  write_json_string(body, reason_phrase(problem.status));
  body += ",\"status\":" + std::to_string(problem.status) + ",\"detail\":";
  write_json_string(body, problem.detail);
  body += ",\"code\":";
  write_json_string(body, problem.code);
  if (!problem.field.empty()) {
    body += ",\"field\":";
    write_json_string(body, problem.field);
    body += ",\"errors\":[{\"field\":";
    write_json_string(body, problem.field);
    body += ",\"message\":";
    write_json_string(body, problem.detail);
    body += "}]";
  }
  if (problem.retry_after_s > 0) body += ",\"retry_after_s\":" + std::to_string(problem.retry_after_s);
  body += '}';
  Response response = Response::json(std::move(body), problem.status);
  response.content_type = "application/problem+json";
  if (problem.retry_after_s > 0) response.headers.emplace_back("Retry-After", std::to_string(problem.retry_after_s));
  return response;
}

Response problem(std::exception_ptr error) {
  try {
    std::rethrow_exception(error);
  } catch (const RequestError& e) {
    Problem out{status_of(e.kind), e.code, e.what(), e.field, e.retry_after_s};
    // These three promise a way back, so they always say when.
    const bool passes = e.kind == ErrorKind::TooMany || e.kind == ErrorKind::Unavailable;
    if (passes) out.retry_after_s = std::max(out.retry_after_s, 1);
    if (e.kind == ErrorKind::StorageFull) out.retry_after_s = std::max(out.retry_after_s, 30);
    Response response = to_response(out);
    if (e.kind == ErrorKind::NotSignedIn)
      response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"peakdesk\"");
    return response;
  } catch (...) {
    return to_response(
        {500,
         "internal_error",
         "Something went wrong on our side. It was logged under this request's X-Request-Id; trying again may help.",
         {},
         0});
  }
}

}  // namespace peakdesk::http
