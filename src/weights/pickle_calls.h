#pragma once

#include "weights/pickle_machine.h"

namespace hoi {

// The three steps of a pickle that would run code in Python. Here each knows a handful of forms and
// turns them into values; everything else is an InputError.

/// REDUCE: a name of weights/pickle_globals.h applied to a tuple, both on the stack, becomes a
/// dictionary, tensor, array, array type or bytes.
void reduce_pickle(PickleMachine& machine);

/// BUILD: fills the array or array type below the state on the stack. The attributes of a
/// dictionary are dropped.
void build_pickle(PickleMachine& machine);

/// BINPERSID: the tuple ("storage", type, key, device, elements) on the stack becomes a storage.
/// Views into other storages, as PyTorch before 0.4 wrote them, are refused.
void load_persistent(PickleMachine& machine);

}  // namespace hoi
