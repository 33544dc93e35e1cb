# hoi_library(<layer> SOURCES <file>... DEPENDS <target>... [PRIVATE_DEPENDS <target>...])
#
# Declares hoi::<layer>, the static library of one folder below src/. DEPENDS and PRIVATE_DEPENDS
# are the only layers and third-party targets it may include from; tools/check_layers.py reads the
# same lines and enforces them.
function(hoi_library layer)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;PRIVATE_DEPENDS")
  add_library(hoi_${layer} STATIC ${arg_SOURCES})
  add_library(hoi::${layer} ALIAS hoi_${layer})
  target_include_directories(hoi_${layer} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(hoi_${layer} PUBLIC ${arg_DEPENDS} PRIVATE ${arg_PRIVATE_DEPENDS} hoi_options)
endfunction()

# hoi_test(<layer> SOURCES <file>... DEPENDS <target>... [LABELS <label>...])
#
# One test program, registered as one ctest entry: every process that loads LibTorch spends half a
# second on it, so cases are not registered one by one.
function(hoi_test layer)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LABELS")
  add_executable(${layer}_test ${arg_SOURCES})
  target_include_directories(${layer}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${layer}_test PRIVATE ${arg_DEPENDS} GTest::gmock GTest::gtest_main hoi_options)
  target_compile_definitions(${layer}_test PRIVATE HOI_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  add_test(NAME ${layer} COMMAND ${layer}_test --gtest_brief=1)
  set_tests_properties(${layer} PROPERTIES LABELS "${arg_LABELS}")
endfunction()
