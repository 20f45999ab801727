# Compiler settings shared by every target of ours.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -D_GLIBCXX_ASSERTIONS")

set(BRANDLOOM_SANITIZE "" CACHE STRING "Sanitizers for our code, e.g. address,undefined or thread")
if(BRANDLOOM_SANITIZE)
  add_compile_options(-fsanitize=${BRANDLOOM_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${BRANDLOOM_SANITIZE})
endif()

find_program(BRANDLOOM_LLD ld.lld)
if(BRANDLOOM_LLD)
  add_link_options(-fuse-ld=lld)
endif()

# Build layout = install layout, so that resources and libraries are found the same way in both.
set(BRANDLOOM_BIN_DIR "${CMAKE_BINARY_DIR}/bin")
set(BRANDLOOM_LIB_DIR "${CMAKE_BINARY_DIR}/lib/brandloom")
set(BRANDLOOM_TEST_DIR "${CMAKE_BINARY_DIR}/tests-bin")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${BRANDLOOM_BIN_DIR}")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${BRANDLOOM_LIB_DIR}")

# ccache hits in a fresh clone: no absolute folder and no precompiled-header time stamp in the key.
find_program(BRANDLOOM_CCACHE ccache)
if(BRANDLOOM_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${BRANDLOOM_CCACHE})
endif()

# Interface target carried by every target of ours: warnings are errors in our code only.
add_library(brandloom_warnings INTERFACE)
target_compile_options(brandloom_warnings INTERFACE -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess> $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
add_library(Brandloom::warnings ALIAS brandloom_warnings)
