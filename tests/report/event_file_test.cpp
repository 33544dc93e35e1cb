#include "report/event_file.h"

#include <csignal>

#include <sys/resource.h>

#include "report/event_message.h"
#include "report/sample_pictures.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

EventFileOptions at_second(double second) {
  return {"desk", [second] { return second; }};
}

TEST(RecordFrame, IsLengthAndPayloadEachWithItsChecksum) {
  EXPECT_EQ(record_frame("abc"), bytes_of_hex("0300000000000000b099490e6162636e57f121"));
  EXPECT_EQ(record_frame(""), bytes_of_hex("000000000000000029039807d8ea82a2"));
}

TEST(EventFile, IsNamedAfterItsSecondAndItsMachine) {
  const TemporaryFolder folder;
  const EventFile events(folder / "deep/er", 0, at_second(1700000000.9));
  EXPECT_EQ(events.path(), folder / "deep/er/events.out.tfevents.1700000000.desk");
  EXPECT_EQ(EventFile(folder.path(), 0, {"a/b c", [] { return 7.0; }}).path().filename(),
            "events.out.tfevents.0000000007.a-b-c");
}

TEST(EventFile, HoldsTheMessagesInTheOrderOfTheCalls) {
  const TemporaryFolder folder;
  EventFile events(folder.path(), 0, at_second(2));
  events.scalar("loss/total", 10, 0.25);
  events.picture("picture", 11, small_png());
  events.text("note", 12, "hello");
  EXPECT_EQ(content_of(events.path()), "") << "written before anybody asked";
  events.flush();
  const std::string picture =
      picture_event({2, 11}, "picture", small_png(), {ImageFormat::kPng, 3, 2, 1, 3});
  EXPECT_EQ(content_of(events.path()),
            record_frame(version_event(2)) +
                record_frame(scalar_event({2, 10}, "loss/total", 0.25F)) + record_frame(picture) +
                record_frame(text_event({2, 12}, "note", "hello")));
}

TEST(EventFile, IsWrittenByItselfAfterManyMessagesAndAtItsEnd) {
  const TemporaryFolder folder;
  std::filesystem::path path;
  {
    EventFile events(folder.path(), 0, at_second(2));
    path = events.path();
    events.text("long", 1, std::string(70000, 'x'));
    EXPECT_GT(content_of(path).size(), 70000u);
    events.scalar("last", 2, 1);
  }
  const std::string last = record_frame(scalar_event({2, 2}, "last", 1));
  const std::string content = content_of(path);
  EXPECT_EQ(content.substr(content.size() - last.size()), last);
}

TEST(EventFile, OfAResumedRunIsAnotherFileThatTellsFromWhichStep) {
  const TemporaryFolder folder;
  const auto first = EventFile(folder.path(), 0, at_second(2)).path();
  const std::string before = content_of(first);
  const auto second = EventFile(folder.path(), 100, at_second(2)).path();
  EXPECT_EQ(second, folder / "events.out.tfevents.0000000002.desk.1");
  EXPECT_EQ(content_of(first), before);
  EXPECT_EQ(content_of(second),
            record_frame(version_event(2)) + record_frame(session_start_event({2, 101})));
}

TEST(EventFile, RefusesWhatIsNoPictureAndAFolderThatIsAFile) {
  const TemporaryFolder folder;
  EventFile events(folder.path(), 0, at_second(2));
  EXPECT_THAT(input_error_of([&] { events.picture("a tag", 1, "GIF89a"); }),
              HasSubstr("the picture of 'a tag' is neither PNG nor JPEG"));
  const auto file = folder.write("file", "");
  EXPECT_THAT(input_error_of([&] { EventFile other(file / "below"); }),
              HasSubstr("cannot create the folder"));
}

/// Files of this process end at `bytes`, as on a full disk, until the object is gone.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit old_{};
  void (*handler_)(int);
};

TEST(EventFile, EndsWithAWholeMessageWhenTheDiskIsFullAndGoesOnWhenItIsNot) {
  const TemporaryFolder folder;
  EventFile events(folder.path(), 0, at_second(2));
  events.flush();
  const std::string whole = content_of(events.path());
  {
    const FileSizeLimit limit(200);
    events.text("long", 1, std::string(1000, 'x'));
    EXPECT_THAT(input_error_of([&] { events.flush(); }), HasSubstr("cannot write"));
  }
  EXPECT_EQ(content_of(events.path()), whole);
  events.scalar("after", 2, 1);
  events.flush();
  EXPECT_EQ(content_of(events.path()), whole + record_frame(scalar_event({2, 2}, "after", 1)));
}

}  // namespace
}  // namespace hoi
