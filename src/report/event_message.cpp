#include "report/event_message.h"

#include "report/page_text.h"
#include "report/protobuf_writer.h"

namespace hoi {
namespace {

// Field numbers of the public message definitions (event.proto, summary.proto, tensor.proto).
namespace event_field {
constexpr int kWallTime = 1, kStep = 2, kFileVersion = 3, kSummary = 5, kSessionLog = 7;
}
namespace value_field {
constexpr int kTag = 1, kSimpleValue = 2, kImage = 4, kTensor = 8, kMetadata = 9;
}
constexpr int kSummaryValue = 1, kSessionStatus = 1;
constexpr int kSessionStart = 1;  // SessionLog.SessionStatus START

ProtobufWriter stamped(EventStamp stamp) {
  ProtobufWriter event;
  event.real(event_field::kWallTime, stamp.wall_time);
  if (stamp.step != 0) event.number(event_field::kStep, stamp.step);
  return event;
}

ProtobufWriter tagged(std::string_view tag) {
  ProtobufWriter value;
  value.text(value_field::kTag, valid_utf8(tag));
  return value;
}

std::string summary_event(EventStamp stamp, const ProtobufWriter& value) {
  ProtobufWriter summary;
  summary.text(kSummaryValue, value.bytes());
  return stamped(stamp).text(event_field::kSummary, summary.bytes()).bytes();
}

/// SummaryMetadata of a tensor that the text page shows.
std::string text_metadata() {
  constexpr int kPluginData = 1, kPluginName = 1, kDataClass = 4;
  constexpr int kTensorData = 2;  // DataClass DATA_CLASS_TENSOR
  ProtobufWriter plugin;
  plugin.text(kPluginName, "text");
  return ProtobufWriter().text(kPluginData, plugin.bytes()).number(kDataClass, kTensorData).bytes();
}

/// TensorProto of one string.
std::string string_tensor(std::string_view text) {
  constexpr int kType = 1, kShape = 2, kStringValue = 8, kDimension = 2, kSize = 1;
  constexpr int kStringType = 7;  // DataType DT_STRING
  const std::string dimension = ProtobufWriter().number(kSize, 1).bytes();
  const std::string shape = ProtobufWriter().text(kDimension, dimension).bytes();
  return ProtobufWriter()
      .number(kType, kStringType)
      .text(kShape, shape)
      .text(kStringValue, valid_utf8(text))
      .bytes();
}

}  // namespace

std::string version_event(double wall_time) {
  return stamped({wall_time, 0}).text(event_field::kFileVersion, "brain.Event:2").bytes();
}

std::string session_start_event(EventStamp stamp) {
  const std::string log = ProtobufWriter().number(kSessionStatus, kSessionStart).bytes();
  return stamped(stamp).text(event_field::kSessionLog, log).bytes();
}

std::string scalar_event(EventStamp stamp, std::string_view tag, float value) {
  return summary_event(stamp, tagged(tag).short_real(value_field::kSimpleValue, value));
}

std::string picture_event(EventStamp stamp, std::string_view tag, std::string_view picture,
                          const ImageHeader& header) {
  constexpr int kHeight = 1, kWidth = 2, kColourSpace = 3, kEncoded = 4;
  ProtobufWriter image;
  image.number(kHeight, header.height)
      .number(kWidth, header.width)
      .number(kColourSpace, header.channels)
      .text(kEncoded, picture);
  return summary_event(stamp, tagged(tag).text(value_field::kImage, image.bytes()));
}

std::string text_event(EventStamp stamp, std::string_view tag, std::string_view text) {
  return summary_event(stamp, tagged(tag)
                                  .text(value_field::kTensor, string_tensor(text))
                                  .text(value_field::kMetadata, text_metadata()));
}

}  // namespace hoi
