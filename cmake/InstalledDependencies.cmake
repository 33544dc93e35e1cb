# What the packages of packages.txt offer.
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(JPEG REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenCV 4 REQUIRED COMPONENTS core imgproc imgcodecs objdetect)

find_path(HOI_TOMLPLUSPLUS_INCLUDE_DIR NAMES toml++/toml.h REQUIRED)
add_library(hoi_tomlplusplus INTERFACE)
target_include_directories(hoi_tomlplusplus SYSTEM INTERFACE ${HOI_TOMLPLUSPLUS_INCLUDE_DIR})
add_library(hoi::tomlplusplus ALIAS hoi_tomlplusplus)

find_path(HOI_MATIO_INCLUDE_DIR NAMES matio.h REQUIRED)
find_library(HOI_MATIO_LIBRARY NAMES matio REQUIRED)
add_library(hoi_matio INTERFACE)
target_include_directories(hoi_matio SYSTEM INTERFACE ${HOI_MATIO_INCLUDE_DIR})
target_link_libraries(hoi_matio INTERFACE ${HOI_MATIO_LIBRARY})
add_library(hoi::matio ALIAS hoi_matio)

# OpenCV by role, so that a layer links only what it may use.
add_library(hoi_opencv INTERFACE)
target_link_libraries(hoi_opencv INTERFACE opencv_core opencv_imgproc opencv_imgcodecs opencv_objdetect)
target_include_directories(hoi_opencv SYSTEM INTERFACE ${OpenCV_INCLUDE_DIRS})
add_library(hoi::opencv ALIAS hoi_opencv)

if(HOI_DEVELOPER)
  find_package(GTest REQUIRED)
  find_package(benchmark REQUIRED)
endif()
