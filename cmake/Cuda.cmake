# HOI_CUDA: the CUDA compiler and run-time library, before LibTorch's package looks for them.
set(HOI_CUDA_ARCHITECTURES 80 90 CACHE STRING "Kinds of GPU that our kernels are compiled for")
if(NOT CMAKE_CUDA_COMPILER AND NOT DEFINED ENV{CUDACXX})
  find_program(HOI_NVCC nvcc HINTS /usr/local/cuda/bin REQUIRED)
  set(CMAKE_CUDA_COMPILER "${HOI_NVCC}" CACHE FILEPATH "The CUDA compiler")
endif()
set(CMAKE_CUDA_ARCHITECTURES ${HOI_CUDA_ARCHITECTURES})
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)
# LibTorch's package has names of its own for the same choices.
if(NOT DEFINED TORCH_CUDA_ARCH_LIST)
  list(TRANSFORM HOI_CUDA_ARCHITECTURES REPLACE "^([0-9]+)([0-9])$" "\\1.\\2"
    OUTPUT_VARIABLE TORCH_CUDA_ARCH_LIST)
endif()
list(GET CUDAToolkit_INCLUDE_DIRS 0 HOI_CUDA_INCLUDE_DIR)
cmake_path(GET HOI_CUDA_INCLUDE_DIR PARENT_PATH CUDA_TOOLKIT_ROOT_DIR)
# A library of markers for profilers that newer toolkits have as headers only; the packages of some
# versions of LibTorch still name it.
if(NOT TARGET CUDA::nvToolsExt)
  add_library(CUDA::nvToolsExt INTERFACE IMPORTED)
endif()
# LibTorch's package appends its choice of architectures to the flags of everything.
set(HOI_CUDA_FLAGS "${CMAKE_CUDA_FLAGS}")
