# The built screens (web/workspace/dist) become part of the program: packed and compressed once per web build, then taken into
# an object file by the assembler. Works without them too: the pack is empty and the program says how to build them.
enable_language(ASM)

function(peakdesk_web_assets dist)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${dist}/*)
  set(pack ${CMAKE_BINARY_DIR}/web_assets.pack)
  set(source ${CMAKE_BINARY_DIR}/web_assets.S)
  file(CONFIGURE OUTPUT ${source} CONTENT [==[
        .section .rodata
        .balign 16
        .globl peakdesk_web_pack_begin
peakdesk_web_pack_begin:
        .incbin "@pack@"
        .globl peakdesk_web_pack_end
peakdesk_web_pack_end:
        .byte 0
        .section .note.GNU-stack,"",%progbits
]==] @ONLY)
  set(room ${CMAKE_SOURCE_DIR}/src)
  add_executable(pack_web_assets tools/pack_web_assets.cpp ${room}/platform/http/compression.cpp
                 ${room}/platform/crypto/fingerprint.cpp ${room}/base/text.cpp)
  target_include_directories(pack_web_assets PRIVATE ${room})
  target_link_libraries(pack_web_assets PRIVATE lib_json lib_icu lib_crypto lib_text_formats)
  add_custom_command(OUTPUT ${pack} COMMAND pack_web_assets ${dist} ${pack} DEPENDS pack_web_assets ${files}
                     COMMENT "Packing the screens" VERBATIM)
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${pack} SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
  add_library(web_assets_object OBJECT ${source})
  target_sources(room_platform PRIVATE $<TARGET_OBJECTS:web_assets_object>)
endfunction()
