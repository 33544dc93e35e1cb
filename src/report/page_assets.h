#pragma once

#include <string_view>

namespace hoi {

/// What a page needs besides the run: texts that the build turned into constants.
struct PageAssets {
  std::string_view style;   ///< page/report.css
  std::string_view script;  ///< page/charts.js and page/report.js

  // The plotting library, all empty when the build could not fetch it; curves then stand still.
  std::string_view plot_name;     ///< "uPlot 1.6.32 (MIT)"
  std::string_view plot_licence;  ///< has to go along with its code
  std::string_view plot_script, plot_style;
};

/// Those of this build.
PageAssets built_in_assets();

}  // namespace hoi
