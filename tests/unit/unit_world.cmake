brandloom_test(unit_world LABEL fast
  SOURCES world_test.cpp world_render_test.cpp
  LIBS Brandloom::world GTest::gtest_main)
