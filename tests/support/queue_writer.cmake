add_executable(queue_writer queue_writer.cpp)
set_target_properties(queue_writer PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${BRANDLOOM_TEST_DIR}
  BUILD_RPATH "$ORIGIN/../lib/brandloom" BUILD_RPATH_USE_ORIGIN ON)
target_include_directories(queue_writer PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(queue_writer PRIVATE Brandloom::jobs Brandloom::project Brandloom::warnings)
