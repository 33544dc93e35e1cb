#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/safetensors.h"
#include "weights/made_bytes.h"
#include "weights/pickle_graph.h"
#include "weights/weight_source.h"

namespace hoi {

/// What a file of weights holds.
struct NamedArrays {
  std::vector<TensorRecord> tensors;
  /// Short statements beside them: "meta.config" of mmdetection. Views like the tensors' bytes.
  std::map<std::string, std::string_view> texts;
};

/// The arrays of a pickle under the names of its dictionary: of "state_dict", "model",
/// "model_state_dict" or "blobs" inside the outermost one where there is such a dictionary, else of
/// the outermost. Names of dictionaries within are joined by dots. Texts are those of the outermost
/// dictionary and of the dictionaries in it.
///
/// storages: the bytes of each storage of the graph. Throws InputError when the pickle is no
/// dictionary, a name stands twice or is not printable ASCII of at most 300 letters, dictionaries
/// are nested more than 8 deep or in a circle, or an array does not fit (dense_record()).
NamedArrays collect_arrays(const PickleGraph& graph, const std::vector<std::string_view>& storages,
                           MadeBytes& made, const WeightSource& source);

/// Throws InputError when `name` is not printable ASCII of 1 to 300 letters.
void check_array_name(std::string_view name, const WeightSource& source);

}  // namespace hoi
