# Torch tests are compiled as one object library without definitions of its own, so that the precompiled header fits.
if(NOT TARGET brandloom_parity_cases)
  return()
endif()
add_library(unit_engine_objects OBJECT adapters_apply_test.cpp adapters_export_test.cpp adapters_files_test.cpp
  adapters_lora_test.cpp adapters_merge_test.cpp adapters_names_test.cpp adapters_test_tools.cpp engine_test_tools.cpp
  generation_modes_test.cpp generation_styles_test.cpp sampling_solver_test.cpp starter_evaluate_test.cpp starter_shipped_test.cpp
  starter_test.cpp training_learner_test.cpp
  training_parts_test.cpp training_run_test.cpp training_test_tools.cpp wan_files_test.cpp wan_golden_test.cpp
  wan_models_test.cpp wan_networks_test.cpp)
target_link_libraries(unit_engine_objects PUBLIC brandloom_parity_cases Brandloom::generation Brandloom::starter GTest::gtest PRIVATE Brandloom::warnings)
brandloom_use_torch_pch(unit_engine_objects)
brandloom_test(unit_engine LABEL fast TIMEOUT 450
  SOURCES engine_test_main.cpp $<TARGET_OBJECTS:unit_engine_objects>
  LIBS brandloom_parity_cases Brandloom::generation Brandloom::starter)
# Waiting OpenMP threads sleep instead of spinning: spinning is up to ten times slower while other tests run.
set_tests_properties(unit_engine PROPERTIES ENVIRONMENT "OMP_WAIT_POLICY=passive")
