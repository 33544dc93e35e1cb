#include "relation/human_semantic_mining.h"

#include <cmath>

#include <c10/util/Exception.h>

namespace hoi {

torch::Tensor human_semantic_mining(const torch::Tensor& human, double temperature) {
  TORCH_CHECK(human.dim() == 4, "human_semantic_mining: features of shape ", human.sizes(),
              ", expected (h, C, rows, columns)");
  TORCH_CHECK(temperature >= 0, "human_semantic_mining: temperature ", temperature,
              ", expected > 0, or 0 for sqrt(C)");
  if (temperature == 0) temperature = std::sqrt(static_cast<double>(human.size(1)));
  const auto cells = human.flatten(2);  // (h, C, L), column i is h_i
  const auto similarity = cells.transpose(1, 2).matmul(cells) / temperature;  // (h, L, L)
  const auto attention = similarity.softmax(2);  // subtracts the row maximum, hence no overflow
  const auto context = cells.matmul(attention.transpose(1, 2));  // (h, C, L)
  return human + context.view_as(human);
}

}  // namespace hoi
