#include "understanding/network.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "understanding/bytes.h"

namespace peakdesk::understanding {
namespace {

/// Rows 0 and 1 together, and neither, are class 0; either alone is class 1: no weights that only add can tell.
struct OneOfTwo {
  std::vector<SparseText> texts;
  std::vector<std::vector<int>> targets;
  OneOfTwo() {
    for (int i = 0; i < 400; ++i) {
      SparseText text;
      if ((i & 1) != 0) text.rows.push_back(0);
      if ((i & 2) != 0) text.rows.push_back(1);
      text.rows.push_back(2);
      text.values.assign(text.rows.size(), 1.0F);
      targets.push_back({(i & 1) != (i >> 1 & 1) ? 1 : 0});
      texts.push_back(std::move(text));
    }
  }
};

int best_of(const Network& network, const SparseText& text) {
  std::vector<float> scores;
  network.score(text, scores);
  return static_cast<int>(std::max_element(scores.begin(), scores.end()) - scores.begin());
}

NetworkOptions patient() {
  NetworkOptions options;
  options.rounds = 60;
  options.dropped = 0.0F;
  return options;
}

TEST(Network, LearnsWhatAddingUpCannot) {
  const OneOfTwo lesson;
  const Network network = Network::train(lesson.texts, lesson.targets, 3, 2, patient());
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(best_of(network, lesson.texts[i]), lesson.targets[i][0]) << i;
}

TEST(Network, IsTheSameEveryTimeAndAfterReading) {
  const OneOfTwo lesson;
  const Network first = Network::train(lesson.texts, lesson.targets, 3, 2, patient());
  const Network second = Network::train(lesson.texts, lesson.targets, 3, 2, patient());
  ByteWriter one, two;
  first.write(one);
  second.write(two);
  EXPECT_EQ(one.bytes, two.bytes);
  ByteReader in(one.bytes);
  const Network read = Network::read(in);
  ASSERT_FALSE(in.bad());
  std::vector<float> before, after;
  first.score(lesson.texts[1], before);
  read.score(lesson.texts[1], after);
  EXPECT_EQ(before, after);
}

TEST(Network, RefusesAFileThatDoesNotFit) {
  const OneOfTwo lesson;
  ByteWriter out;
  Network::train(lesson.texts, lesson.targets, 3, 2, patient()).write(out);
  for (std::size_t cut = 0; cut < out.bytes.size(); cut += 7) {
    ByteReader in(std::string_view(out.bytes).substr(0, cut));
    Network::read(in);
    EXPECT_TRUE(in.bad()) << cut;
  }
}

TEST(Network, AStrangerLooksLikeNobodyMoreThanAnother) {
  OneOfTwo lesson;
  for (int i = 0; i < 200; ++i) {
    SparseText stranger;
    stranger.rows = {3};
    stranger.values = {1.0F};
    lesson.texts.push_back(stranger);
    lesson.targets.emplace_back();
  }
  const Network network = Network::train(lesson.texts, lesson.targets, 4, 2, patient());
  std::vector<float> stranger, customer;
  network.score(lesson.texts.back(), stranger);
  network.score(lesson.texts[1], customer);
  EXPECT_LT(std::abs(stranger[0] - stranger[1]), 0.5F);
  EXPECT_GT(std::abs(customer[0] - customer[1]), 1.0F);
}

}  // namespace
}  // namespace peakdesk::understanding
