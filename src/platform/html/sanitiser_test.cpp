#include "platform/html/sanitiser.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"
#include "platform/html/html_to_text.h"

namespace peakdesk::platform {
namespace {

TEST(Sanitiser, KeepsWhatMailsAreMadeOf) {
  EXPECT_EQ(sanitise_html("<p style=\"color:red; position:fixed\">Hi <b>you</b><br>line</p>").html,
            "<p style=\"color:red;\">Hi <b>you</b><br>line</p>");
  EXPECT_EQ(sanitise_html("<table width=100><tr><td colspan=2>a</td></tr></table>").html,
            "<table width=\"100\"><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>");
  EXPECT_EQ(sanitise_html("<a href=\"https://shop.test/?a=1&b=2\">x</a>").html,
            "<a href=\"https://shop.test/?a=1&amp;b=2\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>");
}

TEST(Sanitiser, BlocksRemoteImagesAndKeepsInlineOnes) {
  const SanitisedHtml out = sanitise_html(
      "<img src=\"https://t.test/p.gif\" alt=\"p\"><img src=\"cid:logo@x\"><img src=\"data:image/png;base64,AAAA\">");
  EXPECT_EQ(out.blocked_images, 1);
  EXPECT_EQ(out.content_ids, (std::vector<std::string>{"logo@x"}));
  EXPECT_EQ(out.html, "<img data-remote-src=\"https://t.test/p.gif\" alt=\"p\"><img src=\"cid:logo@x\" alt=\"\">");
  SanitiseOptions options;
  options.inline_image_url = [](std::string_view id) { return "/files/" + std::string(id); };
  EXPECT_EQ(sanitise_html("<img src='cid:a\"b'>", options).html, "<img src=\"/files/a&quot;b\" alt=\"\">");
}

// What must never appear in any output, whatever goes in.
void expect_harmless(const std::string& input) {
  const std::string out = to_lower_ascii(sanitise_html(input).html);
  for (const char* bad : {"<script",
                          "<style",
                          "<svg",
                          "<math",
                          "<iframe",
                          "<object",
                          "<embed",
                          "<form",
                          "<input",
                          "<base",
                          "<meta",
                          "<link",
                          "<noscript",
                          "<template",
                          "<textarea",
                          "<title",
                          "<xmp",
                          "<plaintext",
                          "href=\"javascript",
                          "href=\"data",
                          "href=\"vbscript",
                          " src=\"http",
                          " src=\"javascript",
                          "url(",
                          "expression(",
                          "-moz-binding",
                          " background=",
                          " srcset=",
                          " formaction="})
    EXPECT_EQ(out.find(bad), std::string::npos) << input << "\n -> " << out;
  // No event handler: outside of texts and quoted values nothing begins with "on".
  std::string skeleton;
  bool in_tag = false, in_value = false;
  for (const char c : out) {
    if (!in_tag) {
      in_tag = c == '<';
    } else if (c == '"') {
      in_value = !in_value;
    } else if (!in_value) {
      skeleton += c;
      in_tag = c != '>';
    }
  }
  EXPECT_EQ(skeleton.find(" on"), std::string::npos) << input << "\n -> " << out;
  // Sanitising again changes nothing: a browser that parses the output finds what was written.
  EXPECT_EQ(sanitise_html(sanitise_html(input).html).html,
            sanitise_html(sanitise_html(sanitise_html(input).html).html).html)
      << input;
}

TEST(Sanitiser, LetsNothingRun) {
  for (const char* attack : {
           "<script>alert(1)</script>x",
           "<scr<script>ipt>alert(1)</scr</script>ipt>",
           "<img src=x onerror=alert(1)>",
           "<IMG SRC=\"jav&#x09;ascript:alert(1)\">",
           "<a href=\" &#14; javascript:alert(1)\">x</a>",
           "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
           "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
           "<a href=\"java\nscript:alert(1)\">x</a>",
           "<svg/onload=alert(1)>",
           "<svg><style><img src=x onerror=alert(1)></style></svg>",
           "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
           "<form><math><mtext></form><form><mglyph><svg><mtext><textarea><path id=\"</textarea><img onerror=alert(1) "
           "src=1>\">",
           "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
           "<template><img src=x onerror=alert(1)></template>",
           "<div style=\"background:url(javascript:alert(1))\">x</div>",
           "<div style=\"width: expression(alert(1))\">x</div>",
           "<div style=\"color: red; background-image: url(https://t.test/x)\">x</div>",
           "<div style=\"background: u\\72l(https://t.test)\">x</div>",
           "<div style='font-family: \"x; background:url(//a)\"'>x</div>",
           "<style>@import url(https://t.test)</style>text",
           "<table background=\"https://t.test/x.png\"><td background=x>a</table>",
           "<base href=\"https://evil.test\"><a href=\"/x\">x</a>",
           "<meta http-equiv=refresh content=\"0;url=https://evil.test\">",
           "<form action=\"https://evil.test\"><input name=password><button>Log in</button></form>",
           "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
           "<object data=\"javascript:alert(1)\"></object><embed src=x>",
           "<img srcset=\"https://t.test/a 1x\" src=\"https://t.test/b\">",
           "<video poster=\"https://t.test\"><source onerror=alert(1)></video>",
           "<p title=\"&quot;><img src=x onerror=alert(1)>\">x</p>",
           "<p title='\"><script>alert(1)</script>'>x",
           "<!--><img src=x onerror=alert(1)>-->",
           "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
           "<plaintext><img src=x onerror=alert(1)>",
           "<a href=\"https://x.test\" style=\"position:fixed;top:0;left:0;width:100%;height:100%;z-index:9\">x</a>",
           "<div style=\"margin-top:-500px\">over</div>",
           "<p id=location name=cookie class=x>clobber</p>",
           "<select><option><img src=x onerror=alert(1)></option></select>",
           "<isindex action=javascript:alert(1)>",
           "<details open ontoggle=alert(1)>x</details>",
           "<a href=\"https://x.test\" onclick=\"alert(1)\" ping=\"https://t.test\">x</a>",
           "\xFF\xFE<script\xC0>alert(1)</script>",
       })
    expect_harmless(attack);
  EXPECT_EQ(sanitise_html("<div style=\"margin-top:-500px\">over</div>").html, "<div>over</div>");
  EXPECT_EQ(sanitise_html("<p id=a name=b class=c>x</p>").html, "<p>x</p>");
}

TEST(Sanitiser, BoundsBombs) {
  const auto start = std::chrono::steady_clock::now();
  std::string deep, formatting, many;
  for (int i = 0; i < 200'000; ++i) deep += "<div>";
  for (int i = 0; i < 20'000; ++i) formatting += "<b id=" + std::to_string(i) + ">";
  for (int i = 0; i < 20'000; ++i) formatting += "<p>x";
  for (int i = 0; i < 400'000; ++i) many += "<i>x</i>";
  for (const std::string& bomb : {deep, formatting, many}) {
    const SanitisedHtml out = sanitise_html(bomb);
    EXPECT_LT(out.html.size(), bomb.size() * 6);
    EXPECT_LT(html_to_text(bomb).size(), bomb.size() + 1);
  }
  std::string tables;
  for (int i = 0; i < 1'900; ++i) tables += "<table><tr><td>";
  sanitise_html(tables + "x");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST(HtmlToText, IsReadable) {
  EXPECT_EQ(html_to_text("<p>One</p><p>two<br>three</p>"), "One\n\ntwo\nthree");
  EXPECT_EQ(html_to_text("<ul><li>a</li><li>b</li></ul><ol><li>c<li>d</ol>"), "- a\n- b\n1. c\n2. d");
  EXPECT_EQ(html_to_text("<blockquote>a<blockquote>b</blockquote></blockquote>c"), "> a\n> > b\nc");
  EXPECT_EQ(html_to_text("<a href=\"https://x.test/\">x.test</a> <a href=\"https://y.test\">shop</a>"),
            "x.test shop (https://y.test)");
  EXPECT_EQ(html_to_text("<style>p{}</style><script>x</script><title>t</title>a&nbsp;&amp;&nbsp;b"), "a & b");
  EXPECT_EQ(html_to_text("<pre>  two\n  lines</pre>"), "  two\n  lines");
  EXPECT_EQ(html_to_text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
  EXPECT_EQ(
      html_to_text("<div>Hi</div><div class=\"gmail_quote\">On Monday Jo wrote:<blockquote>old</blockquote></div>"),
      "Hi\n> On Monday Jo wrote:\n> > old");
  EXPECT_EQ(html_to_text(""), "");
}

}  // namespace
}  // namespace peakdesk::platform
