brandloom_test(unit_domain LABEL fast
  SOURCES brand_test.cpp compare_test.cpp dataset_curation_test.cpp dataset_insight_test.cpp dataset_lint_test.cpp dataset_test.cpp finishing_test.cpp jobs_queue_kill_test.cpp jobs_queue_test.cpp jobs_runner_test.cpp media_bad_input_test.cpp media_films_test.cpp media_fuzz_test.cpp media_lettering_test.cpp
          media_look_test.cpp media_make_test.cpp media_measures_test.cpp media_reader_test.cpp media_shots_test.cpp media_sound_test.cpp power_loss.cpp presets_test.cpp
          project_backup_test.cpp project_kill_test.cpp project_pack_test.cpp project_test.cpp store_power_test.cpp store_test.cpp
          styles_test.cpp text_counter_test.cpp
  LIBS brandloom_fuzz_media Brandloom::store Brandloom::project Brandloom::brand Brandloom::dataset Brandloom::styles Brandloom::compare Brandloom::finishing Brandloom::media Brandloom::media_lettering Brandloom::media_reader Brandloom::jobs Brandloom::text_counter Brandloom::world
       ThirdParty::sqlitecpp GTest::gtest_main)
add_dependencies(unit_domain brandloom_text_module project_writer queue_writer brandloom-film-reader)
