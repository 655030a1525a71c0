# The model that ships is learnt while building, from the texts in src/understanding/corpus/, and lies inside the program.
enable_language(ASM)
set(PEAKDESK_UNDERSTANDING_MODEL "" CACHE FILEPATH
    "A model that another build learnt from this very source, taken instead of learning again, with the .examples beside it; empty: learn")

# Learning at -O0 takes ten times as long; these files are always optimised.
set(hot byte_rows bytes calibration corpus dictionary features language large_table linear_weights meanings network row_index text_classifier tone)
foreach(name IN LISTS hot)
  set(file ${CMAKE_SOURCE_DIR}/src/understanding/${name}.cpp)
  if(EXISTS ${file})
    set_source_files_properties(${file} PROPERTIES COMPILE_OPTIONS "-O3" SKIP_PRECOMPILE_HEADERS ON)
  endif()
endforeach()

function(peakdesk_understanding_model)
  set(corpus ${CMAKE_SOURCE_DIR}/src/understanding/corpus)
  set(model ${CMAKE_BINARY_DIR}/understanding.model)
  if(PEAKDESK_UNDERSTANDING_MODEL)
    get_filename_component(model ${PEAKDESK_UNDERSTANDING_MODEL} ABSOLUTE)
    string(REGEX REPLACE "[.]model$" ".examples" examples ${model})
    peakdesk_understanding_model_object(${model} ${examples})
    return()
  endif()
  file(GLOB texts CONFIGURE_DEPENDS ${corpus}/*.txt ${corpus}/*.tsv)
  # Only what decides the model, so that nothing else teaches it anew.
  set(sources ${CMAKE_SOURCE_DIR}/tools/understanding_model.cpp)
  set(examples ${CMAKE_BINARY_DIR}/understanding.examples)
  set(headers "")
  foreach(name IN ITEMS ${hot} cues feelings model model_build training_file)
    if(EXISTS ${CMAKE_SOURCE_DIR}/src/understanding/${name}.cpp)
      list(APPEND sources ${CMAKE_SOURCE_DIR}/src/understanding/${name}.cpp)
    endif()
    list(APPEND headers ${CMAKE_SOURCE_DIR}/src/understanding/${name}.h)
  endforeach()
  foreach(words IN ITEMS meaning_words tone_words)
    list(APPEND headers ${CMAKE_SOURCE_DIR}/src/understanding/${words}.h)
  endforeach()
  # By its own copy of what it needs, not by the rooms: learning under a sanitizer would take many minutes and find nothing.
  add_executable(understanding_model_builder ${sources} ${CMAKE_SOURCE_DIR}/src/base/text.cpp)
  target_link_libraries(understanding_model_builder PRIVATE lib_icu)
  target_include_directories(understanding_model_builder PRIVATE ${CMAKE_SOURCE_DIR}/src)
  target_compile_options(understanding_model_builder PRIVATE -O2)
  if(PEAKDESK_SANITIZE)
    target_compile_options(understanding_model_builder PRIVATE -fno-sanitize=all)
  endif()
  add_custom_command(OUTPUT ${model}
    COMMAND understanding_model_builder build ${corpus} ${model} ${sources} ${headers}
    DEPENDS understanding_model_builder ${texts}
    COMMENT "Learning to understand messages (some minutes)" VERBATIM)
  add_custom_command(OUTPUT ${examples}
    COMMAND understanding_model_builder examples ${corpus} ${examples}
    DEPENDS understanding_model_builder ${texts}
    COMMENT "Speaking examples for shops that teach it more" VERBATIM)
  peakdesk_understanding_model_object(${model} ${examples})
endfunction()

# Both files inside the program.
function(peakdesk_understanding_model_object model examples)
  set(assembly ${CMAKE_BINARY_DIR}/understanding_model.S)
  file(GENERATE OUTPUT ${assembly} CONTENT
"    .section .rodata
    .global peakdesk_understanding_model
    .global peakdesk_understanding_model_end
    .balign 16
peakdesk_understanding_model:
    .incbin \"${model}\"
peakdesk_understanding_model_end:
    .byte 0
    .global peakdesk_understanding_examples
    .global peakdesk_understanding_examples_end
peakdesk_understanding_examples:
    .incbin \"${examples}\"
peakdesk_understanding_examples_end:
    .byte 0
    .section .note.GNU-stack,\"\",%progbits
")
  set_source_files_properties(${assembly} PROPERTIES GENERATED TRUE OBJECT_DEPENDS "${model};${examples}")
  add_library(understanding_model STATIC ${assembly})
  set_target_properties(understanding_model PROPERTIES LINKER_LANGUAGE C UNITY_BUILD OFF)
  foreach(user IN ITEMS room_insights room_app test_understanding)
    if(TARGET ${user})
      target_link_libraries(${user} PUBLIC understanding_model)
    endif()
  endforeach()
endfunction()
