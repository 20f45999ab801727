brandloom_test(unit_studio LABEL fast
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/studio_catalogue_test.cpp
  LIBS Brandloom::studio_workbench GTest::gtest_main)
