# How everything is compiled. Presets (CMakePresets.json) choose between these.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(PEAKDESK_PCH "Precompiled standard and base headers: fast single-file edits" ON)
option(PEAKDESK_UNITY "Compile a room's files together: fast whole builds" OFF)
set(PEAKDESK_SANITIZE "" CACHE STRING "Sanitizers for everything, for example address,undefined")
option(PEAKDESK_FUZZERS "Build the *_fuzz.cpp targets (clang only)" OFF)

add_compile_definitions(PEAKDESK_VERSION="${PROJECT_VERSION}")
add_compile_options(-Wall -Wextra -Wno-missing-field-initializers)
if(PEAKDESK_SANITIZE)
  # C++ only: assembly and C (embedded files) go through another compiler that knows fewer sanitizers.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${PEAKDESK_SANITIZE}> $<$<COMPILE_LANGUAGE:CXX>:-fno-omit-frame-pointer>
                      $<$<COMPILE_LANGUAGE:CXX>:-fno-sanitize-recover=undefined>)
  add_link_options(-fsanitize=${PEAKDESK_SANITIZE})
endif()
find_program(CCACHE ccache)
if(CCACHE)
  # NOHASHDIR and BASEDIR let several checkouts share one cache; the sloppiness is what precompiled headers need.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  if(PEAKDESK_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Two Beast files at once take two gigabytes; one at a time keeps a small machine alive.
set_property(GLOBAL PROPERTY JOB_POOLS heavy=1)
enable_testing()
