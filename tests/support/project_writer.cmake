add_executable(project_writer project_writer.cpp)
set_target_properties(project_writer PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${BRANDLOOM_TEST_DIR}
  BUILD_RPATH "$ORIGIN/../lib/brandloom" BUILD_RPATH_USE_ORIGIN ON)
target_include_directories(project_writer PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(project_writer PRIVATE Brandloom::project Brandloom::styles Brandloom::warnings)
