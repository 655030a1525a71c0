// WebSocket over loopback: a client that speaks frames byte by byte.
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "platform/push/hub.h"
#include "platform/testing/http_fixture.h"
#include "platform/testing/websocket_client.h"

namespace peakdesk::http {
namespace {
using peakdesk::testing::Frame;
using peakdesk::testing::HttpFixture;
using peakdesk::testing::RawClient;
using peakdesk::testing::WebSocketClient;

class WebSocketTest : public ::testing::Test {
 protected:
  void start() {
    fixture.router.at_once("GET", "/health", [](const Call&) { return Response::json("{}"); });
    fixture.start([this](Server& server) {
      server.websocket("/ws", {[this](const Request&, const Caller& caller, std::shared_ptr<WebSocket> socket) {
                                 hub.add(caller.account, caller.user, socket);
                                 note(1);
                                 return [this, socket](std::string_view text, bool closed) mutable {
                                   if (closed) {
                                     hub.remove(socket);
                                     socket.reset();
                                     return note(-1);
                                   }
                                   if (text == "fail") throw std::runtime_error("no such frame");
                                   socket->send(std::make_shared<const std::string>("echo " + std::string(text)));
                                 };
                               },
                               observers("events:read")});
    });
  }
  void note(int change) {
    const std::lock_guard lock(mutex);
    open += change;
    changed.notify_all();
  }
  void wait_for_open(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return open == count; });
  }
  std::mutex mutex;
  std::condition_variable changed;
  int open = 0;
  push::Hub hub;
  HttpFixture fixture;
};

constexpr auto kAgent = "Cookie: peakdesk_session=agent\r\n";

TEST_F(WebSocketTest, EchoesAndClosesPolitely) {
  start();
  WebSocketClient client(fixture.port(), "/ws", kAgent);
  ASSERT_EQ(client.status(), 101);
  client.send_text("hello");
  EXPECT_EQ(client.receive().payload, "echo hello");
  client.send_frame(0x9, "are you there");  // ping
  const Frame pong = client.receive();
  EXPECT_EQ(pong.opcode, 0xA);
  EXPECT_EQ(pong.payload, "are you there");
  client.send_frame(0x1, "frag", false);
  client.send_frame(0x0, "mented", true);
  EXPECT_EQ(client.receive().payload, "echo fragmented");
  client.send_frame(0x8, std::string("\x03\xe8", 2));
  EXPECT_EQ(client.receive().opcode, 0x8);
  wait_for_open(0);
  EXPECT_EQ(hub.socket_count(), 0u);
}

TEST_F(WebSocketTest, OnlyWhoMayAndOnlyFromOurPages) {
  start();
  EXPECT_EQ(WebSocketClient(fixture.port(), "/ws", "").status(), 401);
  EXPECT_EQ(WebSocketClient(fixture.port(), "/ws", "Authorization: Bearer key\r\n").status(), 403) << "scope missing";
  const std::string cookie = kAgent;
  EXPECT_EQ(WebSocketClient(fixture.port(), "/ws", cookie + "Origin: https://evil.test\r\n").status(), 403);
  EXPECT_EQ(WebSocketClient(fixture.port(), "/ws", cookie + "Origin: http://desk.test\r\n").status(), 101);
  EXPECT_EQ(WebSocketClient(fixture.port(), "/nowhere", cookie).status(), 404);
}

TEST_F(WebSocketTest, WrongFramesEndTheSocketAndNothingElse) {
  start();
  for (const auto& bytes :
       {std::string("\xc1\x80\x00\x00\x00\x00", 6) /* reserved bit */, std::string("\x81\x05hello", 7) /* not masked */,
        std::string("\x81\xff\x00\x00\x00\x7f\x00\x00\x00\x00\x00\x00\x00\x00", 14) /* half a terabyte */}) {
    WebSocketClient client(fixture.port(), "/ws", kAgent);
    client.raw().send(bytes);
    while (client.receive().opcode != -1) {
    }
  }
  WebSocketClient thrower(fixture.port(), "/ws", kAgent);
  thrower.send_text("fail");
  EXPECT_EQ(thrower.receive().opcode, 0x8);
  WebSocketClient wrong_text(fixture.port(), "/ws", kAgent);
  wrong_text.send_text("\xff\xfe");
  EXPECT_NE(wrong_text.receive().opcode, 0x1);
  WebSocketClient fine(fixture.port(), "/ws", kAgent);
  fine.send_text("still");
  EXPECT_EQ(fine.receive().payload, "echo still");
}

TEST_F(WebSocketTest, AThousandSocketsHearOfOneChange) {
  start();
  std::vector<std::unique_ptr<WebSocketClient>> clients;
  for (int i = 0; i < 1000; ++i) {
    clients.push_back(std::make_unique<WebSocketClient>(fixture.port(), "/ws", kAgent));
    ASSERT_EQ(clients.back()->status(), 101);
  }
  wait_for_open(1000);
  EXPECT_EQ(hub.socket_count(), 1000u);
  EXPECT_EQ(hub.users_online(AccountId(1)).size(), 1u);
  const std::string frame = "{\"type\":\"ticket\",\"text\":\"" + std::string(400, 'x') + "\"}";
  for (int round = 0; round < 3; ++round) {
    const auto began = std::chrono::steady_clock::now();
    hub.to_account(AccountId(1), frame);
    for (auto& client : clients) ASSERT_EQ(client->receive().payload, frame);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    RecordProperty("push_to_1000_ms_" + std::to_string(round), std::to_string(took.count()));
    std::printf("push to 1,000 sockets, received by all: %.1f ms\n", took.count());
  }
  hub.to_account(AccountId(2), "not theirs");
  hub.to_user(AccountId(1), UserId(99), "not theirs");
  hub.to_user(AccountId(1), UserId(static_cast<std::int64_t>(Role::Agent)), "yours");
  EXPECT_EQ(clients[7]->receive().payload, "yours");
  clients.clear();
  wait_for_open(0);
}

TEST_F(WebSocketTest, WhoReadsNothingIsLetGo) {
  start();
  WebSocketClient deaf(fixture.port(), "/ws", kAgent);
  WebSocketClient attentive(fixture.port(), "/ws", kAgent);
  wait_for_open(2);
  const std::string frame(256 * 1024, 'x');
  for (int i = 0; i < 80; ++i) {
    hub.to_account(AccountId(1), frame);
    ASSERT_EQ(attentive.receive().payload.size(), frame.size()) << i;
  }
  wait_for_open(1);
  EXPECT_EQ(hub.socket_count(), 1u);
}

TEST_F(WebSocketTest, StoppingSaysGoingAway) {
  start();
  WebSocketClient client(fixture.port(), "/ws", kAgent);
  wait_for_open(1);
  std::thread stopper([&] { fixture.server->stop(10); });
  const Frame frame = client.receive();
  EXPECT_EQ(frame.opcode, 0x8);
  EXPECT_EQ(frame.payload.substr(0, 2), "\x03\xe9");  // 1001
  client.send_frame(0x8, frame.payload);
  stopper.join();
  wait_for_open(0);
}
}  // namespace
}  // namespace peakdesk::http
