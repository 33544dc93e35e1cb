#include "study/figure_panels.h"

#include <gtest/gtest.h>

#include "training/tiny_run.h"

namespace hoi {
namespace {

using FigurePanels = TinyRun;

TEST_F(FigurePanels, AreDrawnForThePicturesWithTheMostInteractions) {
  AnnotatedDataset dataset = read_dataset_folder(folder_ / "data");
  dataset.images[4].interactions.push_back({0, 1, 0});
  write_annotation_file(dataset, folder_ / "data/annotations.json");
  experiment_.training.epochs = 1;
  FigurePanelOptions options;
  options.data = experiment_.data.train.front();
  options.images = 2;
  options.output = folder_ / "figures/new";
  options.device = "cpu";
  const auto files = draw_figure_panels(train_in("run"), options);
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].filename(), "4.png");
  EXPECT_EQ(files[1].filename(), "0.png");
  for (const auto& file : files) EXPECT_GE(read_image(file).bgr.rows, 320);
}

}  // namespace
}  // namespace hoi
