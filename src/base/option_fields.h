#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hoi {

/// How a plain options struct tells its fields to whoever reads, writes or lists them.
///
/// A struct becomes readable from TOML (config/toml_options.h) by one member function:
///
///   struct RankingOptions {
///     double margin = 0.2;          ///< required lead of an annotated pair
///     Pooling pooling = Pooling::kMax;
///
///     template <class Fields>
///     void describe(Fields& fields) {
///       fields.value("margin", margin);
///       fields.choice("pooling", pooling, {{"max", Pooling::kMax}, {"mean", Pooling::kMean}});
///     }
///   };
///
/// The visitor offers
///   value(name, field)            bool, int64_t, double, std::string and vectors of the last three
///   choice(name, field, choices)  an enumeration, by its names
///   group(name, field)            a nested options struct
///   list(name, field)             a std::vector of options structs
/// A name in a file is always the name of the field.
template <class Enum>
using Choices = std::vector<std::pair<std::string, Enum>>;

}  // namespace hoi
