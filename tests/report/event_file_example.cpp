// event_file_example FOLDER: writes the event files of a small run and of its resumption, for
// event_file_reader_test.py.
#include <cstdio>
#include <string>

#include "report/event_file.h"
#include "report/sample_pictures.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("event_file_example FOLDER\n", stderr);
    return 2;
  }
  hoi::EventFileOptions options;
  double second = 1700000000;
  options.clock = [&second] { return second += 0.25; };
  {
    hoi::EventFile events(argv[1], 0, options);
    for (int step = 1; step <= 300; ++step) events.scalar("loss/total", step, 1.0 / step);
    events.scalar("validation/map_rel", 300, 0.125);
    events.picture("validation/right", 300, hoi::small_png());
    events.text("configuration", 0, "# seed = 1\n\nUTF-8: \xc3\xa9");
  }
  hoi::EventFile resumed(argv[1], 200, options);
  resumed.scalar("loss/total", 201, 0.5);
  resumed.scalar("loss/total", 3000000000, -2.5);  // more than 32 bits
  resumed.flush();
  return 0;
}
