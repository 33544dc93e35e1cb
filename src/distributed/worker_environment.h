#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace hoi {

/// Where this process stands among those that work together.
struct WorkerPlace {
  std::int64_t rank = 0;  ///< 0..size - 1; rank 0 writes files and talks
  std::int64_t size = 1;  ///< processes in all
  /// Number among the processes of this machine: which GPU is its own. 0 when nothing says it.
  std::int64_t local_rank = 0;
  std::string address;    ///< name or address of rank 0's machine; "" when size is 1
  std::int64_t port = 0;  ///< TCP port there on which the processes meet; 0 when size is 1
};

/// The value of an environment variable, nothing when it is not set.
using VariableLookup = std::function<std::optional<std::string>(const std::string& name)>;

/// Reads the place from the variables of whoever started the process:
///
///   hoi launch, torchrun    RANK, WORLD_SIZE, LOCAL_RANK
///   Open MPI's mpirun       OMPI_COMM_WORLD_RANK, _SIZE, _LOCAL_RANK
///   MPICH's mpiexec         PMI_RANK, PMI_SIZE, MPI_LOCALRANKID
///
/// and, when there is more than one process, MASTER_ADDR and MASTER_PORT. Without any of them the
/// process is alone. Throws InputError naming the variable when one is missing or wrong.
WorkerPlace read_worker_place(const VariableLookup& lookup);

/// The same from the environment of this process.
WorkerPlace read_worker_place();

}  // namespace hoi
