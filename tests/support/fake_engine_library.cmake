# <build>/tests-bin/fake/libbrandloom_engine.so: tests put it beside a copy of a program.
add_library(fake_engine_library SHARED fake_engine_library.cpp)
set_target_properties(fake_engine_library PROPERTIES OUTPUT_NAME brandloom_engine
  LIBRARY_OUTPUT_DIRECTORY ${BRANDLOOM_TEST_DIR}/fake BUILD_RPATH "$ORIGIN" BUILD_RPATH_USE_ORIGIN ON)
target_link_libraries(fake_engine_library PRIVATE Brandloom::test_support Brandloom::door Brandloom::warnings)
