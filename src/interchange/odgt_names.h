#pragma once

#include <string>

namespace hoi {

/// The split that an ODGT file called `stem`.odgt holds: "train" itself; "trainval" for
/// "hoia_trainval_v2", because exactly one of its words is train, val, trainval or test; "" for
/// "all"; else the stem.
std::string odgt_split_of_stem(const std::string& stem);

/// What the file of a split is called without ".odgt": "all" for "", else the split, with '_' for
/// letters that a file name should not have.
std::string odgt_stem_of_split(const std::string& split);

}  // namespace hoi
