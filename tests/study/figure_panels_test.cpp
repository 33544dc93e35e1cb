#include "study/figure_panels.h"

#include <gtest/gtest.h>

#include "training/tiny_run.h"

namespace hoi {
namespace {

using FigurePanels = TinyRun;

TEST_F(FigurePanels, AreDrawnForTheFirstPicturesWithInteractions) {
  experiment_.training.epochs = 1;
  FigurePanelOptions options;
  options.data = experiment_.data.train.front();
  options.images = 2;
  options.output = folder_ / "figures/new";
  options.device = "cpu";
  const auto files = draw_figure_panels(train_in("run"), options);
  ASSERT_EQ(files.size(), 2U);
  for (const auto& file : files) EXPECT_GE(read_image(file).bgr.rows, 320);
}

}  // namespace
}  // namespace hoi
