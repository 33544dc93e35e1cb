# hoi_npm_packages(<folder> <variable>)
#
# Fetches what the package-lock.json of <folder> names, by exact version and checksum, into the build
# folder, without running any script of the packages. <variable> becomes their node_modules folder,
# or empty when npm or its registry cannot be reached: what is built must do without them. Nothing is
# fetched again until the lock changes.
function(hoi_npm_packages folder variable)
  set(${variable} "" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${folder}/package-lock.json")
  set(target "${CMAKE_CURRENT_BINARY_DIR}/npm")
  file(SHA256 "${folder}/package-lock.json" wanted)
  set(fetched "")
  if(EXISTS "${target}/fetched.txt")
    file(READ "${target}/fetched.txt" fetched)
  endif()
  if(NOT fetched STREQUAL wanted)
    find_program(HOI_NPM npm)
    if(NOT HOI_NPM)
      message(STATUS "npm is not installed: the packages of ${folder} are left out")
      unset(HOI_NPM CACHE)  # it may be there the next time
      return()
    endif()
    file(REMOVE_RECURSE "${target}")
    file(COPY "${folder}/package.json" "${folder}/package-lock.json" DESTINATION "${target}")
    execute_process(
      COMMAND "${HOI_NPM}" ci --ignore-scripts --no-audit --no-fund --prefer-offline --fetch-retries=1
        --fetch-retry-mintimeout=1000 --fetch-timeout=20000
      WORKING_DIRECTORY "${target}" TIMEOUT 120
      RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT result EQUAL 0)
      message(STATUS "npm could not fetch the packages of ${folder}, they are left out: ${output}")
      return()
    endif()
    file(WRITE "${target}/fetched.txt" "${wanted}")
  endif()
  set(${variable} "${target}/node_modules" PARENT_SCOPE)
endfunction()
