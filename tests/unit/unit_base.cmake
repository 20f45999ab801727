brandloom_test(unit_base LABEL fast
  SOURCES base_test.cpp fuzz_replay_test.cpp golden_data_test.cpp text_misread_test.cpp text_test.cpp weights_files_test.cpp weights_malformed_test.cpp weights_reading_test.cpp
  LIBS brandloom_fuzz_targets Brandloom::base Brandloom::text Brandloom::weights GTest::gtest_main)
