#include "distributed/meeting_messages.h"

#include <cstdint>
#include <limits>

#include <gtest/gtest.h>

namespace hoi {
namespace {

using Kind = MeetingRequest::Kind;

TEST(MeetingMessages, RequestsAndRepliesComeBackAsTheyWere) {
  const MeetingRequest request{Kind::kSet, "a/b", -5, std::string("x\0y", 3)};
  const auto back = decode_request(encode(request));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->kind, Kind::kSet);
  EXPECT_EQ(back->name, "a/b");
  EXPECT_EQ(back->amount, -5);
  EXPECT_EQ(back->text, request.text);
  const MeetingReply reply{true, true, 1LL << 40, "text"};
  const auto answer = decode_reply(encode(reply));
  ASSERT_TRUE(answer.has_value());
  EXPECT_TRUE(answer->accepted);
  EXPECT_TRUE(answer->found);
  EXPECT_EQ(answer->amount, 1LL << 40);
  EXPECT_EQ(answer->text, "text");
}

TEST(MeetingMessages, BytesThatAreNoMessageAreNone) {
  const std::string whole = encode(MeetingRequest{Kind::kAdd, "name", 1, ""});
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(decode_request(whole.substr(0, length)).has_value()) << length;
  }
  EXPECT_FALSE(decode_request("x" + whole.substr(1)).has_value());
  EXPECT_FALSE(decode_request(encode(MeetingRequest{Kind::kAdd, std::string(1025, 'n'), 1, ""})));
  std::string lies = whole;
  lies[9] = lies[10] = lies[11] = lies[12] = static_cast<char>(0xff);  // the length of the name
  EXPECT_FALSE(decode_request(lies).has_value());
  EXPECT_FALSE(decode_reply("12345").has_value());
}

TEST(MeetingMessages, MessagesAreTakenWholeOutOfAStream) {
  std::string stream = framed("one") + framed("") + framed("three").substr(0, 6);
  bool is_broken = false;
  EXPECT_EQ(take_message(stream, is_broken).value_or("none"), "one");
  EXPECT_EQ(take_message(stream, is_broken).value_or("none"), "");
  EXPECT_FALSE(take_message(stream, is_broken).has_value());
  EXPECT_FALSE(is_broken);
  stream += "ree";
  EXPECT_EQ(take_message(stream, is_broken).value_or("none"), "three");
  EXPECT_EQ(stream, "");
}

TEST(MeetingMessages, ALengthThatNoMessageHasBreaksTheStreamBeforeAnythingIsAllocated) {
  std::string stream("\xff\xff\xff\x7f", 4);
  bool is_broken = false;
  EXPECT_FALSE(take_message(stream, is_broken).has_value());
  EXPECT_TRUE(is_broken);
}

TEST(MeetingMessages, ABoardCountsAndKeepsTexts) {
  MeetingBoard board;
  EXPECT_EQ(board.answer({Kind::kAdd, "n", 2, ""}).amount, 2);
  EXPECT_EQ(board.answer({Kind::kAdd, "n", -3, ""}).amount, -1);
  EXPECT_FALSE(board.answer({Kind::kFind, "n", 0, ""}).found);
  EXPECT_TRUE(board.answer({Kind::kSet, "n", 0, "text"}).accepted);
  EXPECT_EQ(board.answer({Kind::kFind, "n", 0, ""}).text, "text");
  const int64_t most = std::numeric_limits<int64_t>::max();
  board.answer({Kind::kAdd, "big", most, ""});
  EXPECT_EQ(board.answer({Kind::kAdd, "big", 1, ""}).amount, std::numeric_limits<int64_t>::min());
}

TEST(MeetingMessages, ABoardRefusesMoreThanItCanKeep) {
  MeetingBoard board;
  const std::string megabyte(kLongestMeetingText, 't');
  int kept = 0;
  for (int i = 0; i < 80; ++i) {
    kept += board.answer({Kind::kSet, std::to_string(i), 0, megabyte}).accepted ? 1 : 0;
  }
  EXPECT_EQ(kept, 64);
  EXPECT_TRUE(board.answer({Kind::kSet, "0", 0, "shorter"}).accepted);
  EXPECT_TRUE(board.answer({Kind::kSet, "other", 0, "small"}).accepted);
}

}  // namespace
}  // namespace hoi
