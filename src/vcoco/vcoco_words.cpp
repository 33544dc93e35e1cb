#include "vcoco/vcoco_words.h"

#include <algorithm>

namespace hoi {
namespace {

/// An object class of COCO; ids have gaps where classes were given up.
struct CocoCategory {
  std::int64_t id;
  const char* name;
};

constexpr CocoCategory kCocoCategories[] = {
    {1, "person"},         {2, "bicycle"},       {3, "car"},
    {4, "motorcycle"},     {5, "airplane"},      {6, "bus"},
    {7, "train"},          {8, "truck"},         {9, "boat"},
    {10, "traffic light"}, {11, "fire hydrant"}, {13, "stop sign"},
    {14, "parking meter"}, {15, "bench"},        {16, "bird"},
    {17, "cat"},           {18, "dog"},          {19, "horse"},
    {20, "sheep"},         {21, "cow"},          {22, "elephant"},
    {23, "bear"},          {24, "zebra"},        {25, "giraffe"},
    {27, "backpack"},      {28, "umbrella"},     {31, "handbag"},
    {32, "tie"},           {33, "suitcase"},     {34, "frisbee"},
    {35, "skis"},          {36, "snowboard"},    {37, "sports ball"},
    {38, "kite"},          {39, "baseball bat"}, {40, "baseball glove"},
    {41, "skateboard"},    {42, "surfboard"},    {43, "tennis racket"},
    {44, "bottle"},        {46, "wine glass"},   {47, "cup"},
    {48, "fork"},          {49, "knife"},        {50, "spoon"},
    {51, "bowl"},          {52, "banana"},       {53, "apple"},
    {54, "sandwich"},      {55, "orange"},       {56, "broccoli"},
    {57, "carrot"},        {58, "hot dog"},      {59, "pizza"},
    {60, "donut"},         {61, "cake"},         {62, "chair"},
    {63, "couch"},         {64, "potted plant"}, {65, "bed"},
    {67, "dining table"},  {70, "toilet"},       {72, "tv"},
    {73, "laptop"},        {74, "mouse"},        {75, "remote"},
    {76, "keyboard"},      {77, "cell phone"},   {78, "microwave"},
    {79, "oven"},          {80, "toaster"},      {81, "sink"},
    {82, "refrigerator"},  {84, "book"},         {85, "clock"},
    {86, "vase"},          {87, "scissors"},     {88, "teddy bear"},
    {89, "hair drier"},    {90, "toothbrush"}};

Vocabulary build_vcoco_vocabulary() {
  Vocabulary words;
  for (const CocoCategory& category : kCocoCategories) words.objects.push_back(category.name);
  for (const VcocoAction& action : vcoco_actions()) {
    if (action.name == kVcocoPoint) continue;
    for (const VcocoRole& role : action.roles) {
      words.verbs.push_back(vcoco_verb_name(action.name, role.name));
    }
  }
  return words;
}

std::optional<int> position_of(const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<int>(found - names.begin());
}

}  // namespace

const std::vector<VcocoAction>& vcoco_actions() {
  static const std::vector<VcocoAction> actions = {
      {"hold", {{"obj", {}}}},
      {"stand", {}},
      {"sit",
       {{"instr",
         {"bicycle", "motorcycle", "horse", "elephant", "bench", "chair", "couch", "bed", "toilet",
          "dining table", "suitcase", "handbag", "backpack"}}}},
      {"ride",
       {{"instr",
         {"bicycle", "motorcycle", "bus", "truck", "boat", "train", "airplane", "car", "horse",
          "elephant"}}}},
      {"walk", {}},
      {"look", {{"obj", {}}}},
      {"hit", {{"instr", {"tennis racket", "baseball bat"}}, {"obj", {"sports ball"}}}},
      {"eat",
       {{"obj",
         {"banana", "apple", "sandwich", "orange", "carrot", "broccoli", "hot dog", "pizza", "cake",
          "donut"}},
        {"instr", {"fork", "knife", "spoon"}}}},
      {"jump", {{"instr", {"snowboard", "skis", "skateboard", "surfboard"}}}},
      {"lay", {{"instr", {"bench", "dining table", "toilet", "bed", "couch", "chair"}}}},
      {"talk_on_phone", {{"instr", {"cell phone"}}}},
      {"carry", {{"obj", {}}}},
      {"throw", {{"obj", {"sports ball", "frisbee"}}}},
      {"catch", {{"obj", {"sports ball", "frisbee"}}}},
      {"cut", {{"instr", {"scissors", "fork", "knife"}}, {"obj", {}}}},
      {"run", {}},
      {"work_on_computer", {{"instr", {"laptop"}}}},
      {"ski", {{"instr", {"skis"}}}},
      {"surf", {{"instr", {"surfboard"}}}},
      {"skateboard", {{"instr", {"skateboard"}}}},
      {"smile", {}},
      {"drink", {{"instr", {"wine glass", "bottle", "cup", "bowl"}}}},
      {"kick", {{"obj", {"sports ball"}}}},
      {"point", {{"instr", {}}}},
      {"read", {{"obj", {"book"}}}},
      {"snowboard", {{"instr", {"snowboard"}}}}};
  return actions;
}

const Vocabulary& vcoco_vocabulary() {
  static const Vocabulary words = build_vcoco_vocabulary();
  return words;
}

std::string vcoco_verb_name(const std::string& action, const std::string& role) {
  return action + "_" + role;
}

std::int64_t coco_category_id(int object) {
  return kCocoCategories[static_cast<std::size_t>(object)].id;
}

std::optional<int> vcoco_object_called(const std::string& name) {
  std::string known = name;
  std::replace(known.begin(), known.end(), '_', ' ');
  return position_of(known == "human" ? "person" : known, vcoco_vocabulary().objects);
}

std::optional<int> vcoco_verb_called(const std::string& name) {
  std::string known = name;
  std::replace(known.begin(), known.end(), ' ', '_');
  return position_of(known, vcoco_vocabulary().verbs);
}

}  // namespace hoi
