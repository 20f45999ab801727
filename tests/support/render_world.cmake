add_executable(render_world render_world.cpp)
set_target_properties(render_world PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${BRANDLOOM_TEST_DIR}
  BUILD_RPATH "$ORIGIN/../lib/brandloom" BUILD_RPATH_USE_ORIGIN ON)
target_include_directories(render_world PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(render_world PRIVATE Brandloom::world Brandloom::warnings)
