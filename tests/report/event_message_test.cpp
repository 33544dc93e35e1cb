#include "report/event_message.h"

#include <gtest/gtest.h>

#include "report/sample_pictures.h"

namespace hoi {
namespace {

// wall_time 2.0 is field 1 as a double: 09 0000000000000040.
const char* const kTwoSeconds = "090000000000000040";

TEST(EventMessage, OfAFilesBeginningNamesTheVersion) {
  EXPECT_EQ(version_event(2), bytes_of_hex(kTwoSeconds) + "\x1a\x0d" + "brain.Event:2");
}

TEST(EventMessage, OfAScalarHasTagAndValue) {
  // step 300: 10 ac02; summary 2a, 10 bytes: value 0a, 8 bytes: tag 0a 01 'a', simple_value 15 0.5.
  EXPECT_EQ(scalar_event({2, 300}, "a", 0.5F),
            bytes_of_hex(std::string(kTwoSeconds) + "10ac022a0a0a080a0161150000003f"));
}

TEST(EventMessage, LeavesOutStepZeroAsReadersExpect) {
  EXPECT_EQ(scalar_event({2, 0}, "a", 0.5F),
            bytes_of_hex(std::string(kTwoSeconds) + "2a0a0a080a0161150000003f"));
}

TEST(EventMessage, OfAPictureHasItsSizeAndItsBytes) {
  // image 22, 9 bytes: height 08 02, width 10 03, colour space 18 04, encoded 22 01 'x'.
  EXPECT_EQ(picture_event({2, 1}, "p", "x", {ImageFormat::kPng, 3, 2, 1, 4}),
            bytes_of_hex(std::string(kTwoSeconds) + "10012a100a0e0a01702209080210031804220178"));
}

TEST(EventMessage, OfATextIsATensorOfOneStringForTheTextPage) {
  // tensor 42: type 08 07, shape 12 { dimension 12 { size 08 01 } }, string 42 02 "hi";
  // metadata 4a: plugin 0a { name 0a "text" }, data class 20 02.
  EXPECT_EQ(text_event({2, 1}, "t", "hi"),
            bytes_of_hex(std::string(kTwoSeconds) +
                         "10012a1f0a1d0a0174420c0807120412020801420268694a0a0a060a04746578742002"));
}

TEST(EventMessage, OfARestartTellsReadersFromWhichStep) {
  EXPECT_EQ(session_start_event({2, 101}), bytes_of_hex(std::string(kTwoSeconds) + "10653a020801"));
}

TEST(EventMessage, HasNoBytesThatAreNoText) {
  EXPECT_EQ(scalar_event({2, 0}, "\xff", 0.5F), scalar_event({2, 0}, "?", 0.5F));
  EXPECT_EQ(text_event({2, 0}, "t", "a\xc3"), text_event({2, 0}, "t", "a?"));
}

}  // namespace
}  // namespace hoi
