#include "study/model_fingerprint.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(ModelFingerprint, IsTheSha256OfTheFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(model_fingerprint(folder.write("m", "abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(input_error_of([&] { model_fingerprint(folder / "no"); }).find("no"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
