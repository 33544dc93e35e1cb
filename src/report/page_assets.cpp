#include "report/page_assets.h"

namespace hoi {

// Defined by the file that cmake/EmbedTexts.cmake writes.
extern const std::string_view kReportStyle, kReportScript;
extern const std::string_view kPlotName, kPlotLicence, kPlotScript, kPlotStyle;

PageAssets built_in_assets() {
  return {kReportStyle, kReportScript, kPlotName, kPlotLicence, kPlotScript, kPlotStyle};
}

}  // namespace hoi
