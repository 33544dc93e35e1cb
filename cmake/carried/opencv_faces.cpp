// Stands in for the face detectors of OpenCV's module objdetect in builds with HOI_CARRIED: none of
// them can be loaded, which the project reports. Faces come from the data set or its face cache.
#include <opencv2/objdetect.hpp>

namespace cv {

CascadeClassifier::CascadeClassifier() = default;
CascadeClassifier::~CascadeClassifier() = default;

bool CascadeClassifier::load(const String&) { return false; }

void CascadeClassifier::detectMultiScale(InputArray, std::vector<Rect>& objects,
                                         std::vector<int>& levels, std::vector<double>& weights,
                                         double, int, int, Size, Size, bool) {
  objects.clear();
  levels.clear();
  weights.clear();
}

Ptr<FaceDetectorYN> FaceDetectorYN::create(const String& model, const String&, const Size&, float,
                                           float, int, int, int) {
  CV_Error(Error::StsNotImplemented, "this build has no face detector: " + model);
}

}  // namespace cv
