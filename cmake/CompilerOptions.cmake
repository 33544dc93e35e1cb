# Warnings and instrumentation as one interface target that only our own libraries link.
add_library(hoi_options INTERFACE)
target_compile_options(hoi_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  -Wno-missing-field-initializers)
if(HOI_WARNINGS_AS_ERRORS)
  target_compile_options(hoi_options INTERFACE -Werror)
endif()
if(HOI_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined)
endif()
if(HOI_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(HOI_COVERAGE)
  add_compile_options(--coverage -O0)
  add_link_options(--coverage)
endif()

find_program(HOI_CCACHE ccache)
if(HOI_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${HOI_CCACHE})
endif()
