# hoi_embed_texts(<file.cpp> <constant> <files>...)
#
# Writes <file.cpp> in the build folder, which defines each `const std::string_view hoi::<constant>`
# as the content of its files, joined: "a.js,b.js", or "-" for an empty text. It is written again
# when a file changes.
#
# The same file is the script that the build runs for that.
function(hoi_embed_texts output)
  set(files ${ARGN})
  list(FILTER files INCLUDE REGEX "/")
  list(TRANSFORM files REPLACE "," ";")
  string(REPLACE ";" "|" entries "${ARGN}")
  add_custom_command(OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${CMAKE_CURRENT_BINARY_DIR}/${output}" "-DENTRIES=${entries}"
      -P "${PROJECT_SOURCE_DIR}/cmake/EmbedTexts.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/EmbedTexts.cmake"
    COMMENT "Embedding the texts of ${output}" VERBATIM)
endfunction()

if(CMAKE_SCRIPT_MODE_FILE AND OUTPUT)
  string(REPLACE "|" ";" entries "${ENTRIES}")
  set(code "#include <string_view>\n\nnamespace hoi {\n\nusing namespace std::string_view_literals;\n")
  while(entries)
    list(POP_FRONT entries constant files)
    set(text "")
    if(NOT files STREQUAL "-")
      string(REPLACE "," ";" files "${files}")
      foreach(file IN LISTS files)
        file(READ "${file}" content)
        string(APPEND text "${content}")
      endforeach()
    endif()
    string(FIND "${text}" ")hoi_text\"" end_mark)
    if(NOT end_mark EQUAL -1)
      message(FATAL_ERROR "${files}: holds the mark that ends the text")
    endif()
    string(APPEND code "\nextern const std::string_view ${constant};\n"
      "const std::string_view ${constant} = R\"hoi_text(${text})hoi_text\"sv;\n")
  endwhile()
  file(WRITE "${OUTPUT}" "${code}\n}  // namespace hoi\n")
endif()
