brandloom_test(unit_studio LABEL fast
  SOURCES studio_brand_test.cpp studio_caption_reading_test.cpp studio_catalogue_test.cpp studio_datasets_test.cpp studio_desk_test.cpp studio_finishing_test.cpp studio_health_test.cpp studio_import_test.cpp studio_models_test.cpp studio_preflight_test.cpp studio_preview_test.cpp studio_presets_test.cpp studio_runs_test.cpp studio_shots_test.cpp studio_styles_test.cpp studio_training_test.cpp
          studio_workbench_test.cpp
  LIBS Brandloom::media Brandloom::media_reader Brandloom::studio_workbench Brandloom::studio_brand Brandloom::studio_datasets Brandloom::studio_finishing Brandloom::studio_fonts Brandloom::studio_import Brandloom::studio_projects Brandloom::studio_training Brandloom::studio_shots Brandloom::studio_styles
       Brandloom::studio_health Brandloom::studio_models Brandloom::studio_preflight Brandloom::test_support GTest::gtest_main)
add_dependencies(unit_studio brandloom-film-reader)
