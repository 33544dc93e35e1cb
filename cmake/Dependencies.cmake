# Third-party libraries. packages.txt in the project root names the Debian package of each and why
# it was chosen; nothing is downloaded at configure time.
if(HOI_CARRIED)
  include(CarriedDependencies)
else()
  include(InstalledDependencies)
endif()

if(HOI_CUDA)
  include(Cuda)
endif()
find_package(Torch REQUIRED)
if(HOI_CUDA AND NOT TARGET torch_cuda)
  message(FATAL_ERROR "HOI_CUDA needs a LibTorch with CUDA; that of ${Torch_DIR} has none")
endif()
add_library(hoi_torch INTERFACE)
target_link_libraries(hoi_torch INTERFACE ${TORCH_LIBRARIES})
if(TARGET c10_cuda)
  target_link_libraries(hoi_torch INTERFACE c10_cuda)
endif()
# Upstream builds without the C++11 ABI announce it in TORCH_CXX_FLAGS; Debian's leaves it empty.
separate_arguments(HOI_TORCH_FLAGS NATIVE_COMMAND "${TORCH_CXX_FLAGS}")
target_compile_options(hoi_torch INTERFACE ${HOI_TORCH_FLAGS})
add_library(hoi::torch ALIAS hoi_torch)
