#include "weights/pickle_globals.h"

#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(PickleGlobals, NamesOfWeightsAreKnown) {
  const auto type_of = [](const std::string& name) {
    const PickleGlobal& global = pickle_global(find_pickle_global("torch", name).value());
    EXPECT_EQ(global.call, PickleCall::kStorageType);
    return global.type;
  };
  EXPECT_EQ(type_of("FloatStorage"), TensorType::kFloat32);
  EXPECT_EQ(type_of("DoubleStorage"), TensorType::kFloat64);
  EXPECT_EQ(type_of("HalfStorage"), TensorType::kFloat16);
  EXPECT_EQ(type_of("BFloat16Storage"), TensorType::kBFloat16);
  EXPECT_EQ(type_of("LongStorage"), TensorType::kInt64);
  EXPECT_EQ(type_of("IntStorage"), TensorType::kInt32);
  EXPECT_EQ(type_of("ShortStorage"), TensorType::kInt16);
  EXPECT_EQ(type_of("CharStorage"), TensorType::kInt8);
  EXPECT_EQ(type_of("ByteStorage"), TensorType::kUInt8);
  EXPECT_EQ(type_of("BoolStorage"), TensorType::kBool);
  for (const auto& [module, name] :
       {std::pair("collections", "OrderedDict"), std::pair("torch._utils", "_rebuild_tensor_v2"),
        std::pair("torch._utils", "_rebuild_parameter"), std::pair("numpy", "ndarray"),
        std::pair("numpy", "dtype"), std::pair("numpy.core.multiarray", "_reconstruct"),
        std::pair("_codecs", "encode"), std::pair("__builtin__", "bytes")}) {
    EXPECT_TRUE(find_pickle_global(module, name)) << name;
  }
}

TEST(PickleGlobals, EverythingElseIsUnknown) {
  for (const auto& [module, name] :
       {std::pair("posix", "system"), std::pair("builtins", "eval"), std::pair("os", "system"),
        std::pair("__builtin__", "getattr"), std::pair("torch", "load"),
        std::pair("torch._utils", "_rebuild_sparse_tensor"), std::pair("subprocess", "Popen"),
        std::pair("collections", "defaultdict"), std::pair("numpy", "load"),
        std::pair("numpy.core.multiarray", "scalar"), std::pair("_codecs", "lookup"),
        std::pair("torch.storage", "FloatStorage"), std::pair("", ""), std::pair("numpy", "")}) {
    EXPECT_FALSE(find_pickle_global(module, name)) << module << "." << name;
  }
  EXPECT_THROW(pickle_global(-1), std::out_of_range);
  EXPECT_THROW(pickle_global(1000), std::out_of_range);
}

}  // namespace
}  // namespace hoi
