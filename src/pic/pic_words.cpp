#include "pic/pic_words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace hoi {
namespace {

// Words in the order of their numbers, which count from 1.

constexpr std::string_view kObjectsV2 =
    "human,hat,racket,plant,flag,food,cushion,tent,stick,bag,pot,flower,rug,blackboard,"
    "window,phone,car,ball,PC,instrument,fan,rope,electronics,kitchen_island,pillar,"
    "horse,basket,book,poke,lamp,guardrail,floor,scissor,stairs,kitchenware,decoration,"
    "document,pen,curtain,microphone,bottle,towel,brand,digital,tableware,certificate,"
    "box,barrel,umbrella,bicycle,pillow,luggage,tool,toy,cup,cigarette,door,stalls,"
    "money_coin,building,cabin,ice,stone,track,train,prop,road,street_light,"
    "body_building_apparatus,military_equipment,glass,parachute,ground,snow,"
    "amusement_facilities,motorcycle,net,sidewalk,shovel,property,wood,beach,water,"
    "paddle,straw,skis,field,animal,bridge,bench,grass,mountain,surfboard,wall,aircraft,"
    "bulletin,tree,hoe,bucket,steps,swimming_things,fishing_rod,table,skateboard,laptop,"
    "radiator,refrigerator,painting/poster,emblem,stool,handcart,nameplate,showcase,"
    "lighter,sculpture,shelf,chair,cabinet,clothes,sink,apparel,gun,stand,sofa,bed,sled,"
    "bird,cat,pram,plate,blender,remote_control,vase,toaster,boat,blanket,camel,dog,"
    "vegetation,display,banner,elephant,squirrel";

constexpr std::string_view kRelationsV2 =
    "in front of,behind,talk,next to,hold,drink,sit on,stand on,look,touch,wear,carry,in,"
    "others,use,lie down,eat,hit,with,drive,ride,squat,pull,on the top of,on,kick,throw,"
    "play,push,feed";

constexpr std::string_view kObjectsV1 =
    "human,floor,bed,window,cabinet,door,table,potting_plant,curtain,chair,sofa,shelf,"
    "rug,lamp,fridge,stairs,pillow,kitchen_island,sculpture,sink,document,"
    "painting/poster,barrel,basket,poke,stool,clothes,bottle,plate,cellphone,toy,cushion,"
    "box,display,blanket,pot,nameplate,banners/flag,cup,pen,digital,cooker,umbrella,"
    "decoration,straw,certificate,food,club,towel,pet/animals,tool,household_appliances,"
    "pram,car/bus/truck,grass,vegetation,water,ground,road,street_light,railing/fence,"
    "stand,steps,pillar,awnings/tent,building,mountain/hill,stone,bridge,bicycle,"
    "motorcycle,airplane,boat/ship,ball,swimming_equipment,body_building_apparatus,gun,"
    "smoke,rope,amusement_facilities,prop,military_equipment,bag,instrument";

constexpr std::string_view kRelationsV1 =
    "hold,touch,drive,eat,drink,play,look,throw,ride,talk,carry,use,pull,push,hit,feed,"
    "kick,wear,in front of,next to,on the top of,behind,on,with,in,sit on,stand on,"
    "lie down,squat,others";

constexpr std::array<const char*, 6> kGeometric = {"in front of", "behind",        "next to",
                                                   "in",          "on the top of", "on"};

/// Spellings whose key is not that of the word they mean.
const std::map<std::string, std::string>& other_object_keys() {
  static const std::map<std::string, std::string> keys = {
      {"person", "human"}, {"balls", "ball"}, {"instruments", "instrument"}};
  return keys;
}

const std::map<std::string, std::string>& other_relation_keys() {
  static const std::map<std::string, std::string> keys = {
      {"on top of", "on the top of"}, {"lie in", "lie down"}, {"other", "others"}};
  return keys;
}

/// What spellings of one word have in common.
std::string key_of(const std::string& name, const std::map<std::string, std::string>& others) {
  std::string key;
  for (const char letter : name) {
    const bool joins = letter == '-' || letter == '_';
    key += joins ? ' ' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  const auto other = others.find(key);
  return other == others.end() ? key : other->second;
}

using Words = std::map<int, std::string>;

Words numbered(std::string_view names) {
  Words words;
  for (int id = 1; !names.empty(); ++id) {
    const std::size_t end = std::min(names.find(','), names.size());
    words[id] = names.substr(0, end);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return words;
}

std::optional<int> find_word(const Words& words, const std::string& name,
                             const std::map<std::string, std::string>& others) {
  const std::string key = key_of(name, others);
  for (const auto& [id, word] : words) {
    if (key_of(word, others) == key) return id;
  }
  return std::nullopt;
}

std::vector<std::string> names_of(const Words& words) {
  std::vector<std::string> names;
  for (const auto& [id, name] : words) names.push_back(name);
  return names;
}

}  // namespace

bool operator==(const PicNumbering& a, const PicNumbering& b) {
  return a.objects == b.objects && a.relations == b.relations;
}

const PicNumbering& pic_v2_numbering() {
  static const PicNumbering numbering{numbered(kObjectsV2), numbered(kRelationsV2)};
  return numbering;
}

const PicNumbering& pic_v1_numbering() {
  static const PicNumbering numbering{numbered(kObjectsV1), numbered(kRelationsV1)};
  return numbering;
}

std::string pic_object_name(const std::string& name) {
  const auto id = pic_object_id(pic_v2_numbering(), name);
  return id ? pic_v2_numbering().objects.at(*id) : name;
}

std::string pic_relation_name(const std::string& name) {
  const auto id = pic_relation_id(pic_v2_numbering(), name);
  return id ? pic_v2_numbering().relations.at(*id) : name;
}

std::optional<int> pic_object_id(const PicNumbering& numbering, const std::string& name) {
  return find_word(numbering.objects, name, other_object_keys());
}

std::optional<int> pic_relation_id(const PicNumbering& numbering, const std::string& name) {
  return find_word(numbering.relations, name, other_relation_keys());
}

std::vector<int> pic_geometric_relations(const PicNumbering& numbering) {
  std::vector<int> ids;
  for (const auto& [id, name] : numbering.relations) {
    if (std::find(kGeometric.begin(), kGeometric.end(), name) != kGeometric.end()) {
      ids.push_back(id);
    }
  }
  return ids;
}

Vocabulary pic_vocabulary(const PicNumbering& numbering) {
  const auto human = pic_object_id(numbering, "human");
  if (!human) throw std::invalid_argument("pic_vocabulary: no class is called human");
  const auto rows = std::distance(numbering.objects.begin(), numbering.objects.find(*human));
  return {names_of(numbering.objects), names_of(numbering.relations), static_cast<int>(rows), true};
}

}  // namespace hoi
