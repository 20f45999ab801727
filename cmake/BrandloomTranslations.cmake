# Chinese texts of the window. English is the source language and lives in tr("...") under gui/ and app/.
#
#   ninja -C build/release translations_update   after new tr() texts: collects them into translations/*.ts
#   (translate them there: no entry may stay unfinished, tests/tree/test_translations.py looks)
#   ninja -C build/release translations          part of every build: <build>/lib/brandloom/translations/*.qm
#
# At run time the files are in libraryDir() / "translations", in the build tree and in an installed prefix alike:
#   translator.load("brandloom_zh_CN", <that folder>). Qt's own dialogs: qtbase_zh_CN from QLibraryInfo.
set(BRANDLOOM_TS "${CMAKE_SOURCE_DIR}/translations/brandloom_zh_CN.ts")
set(BRANDLOOM_QM "${BRANDLOOM_LIB_DIR}/translations/brandloom_zh_CN.qm")

add_custom_target(translations_update
  COMMAND Qt6::lupdate -silent -locations none -no-obsolete -extensions cpp,h -source-language en -target-language zh_CN
          ${CMAKE_SOURCE_DIR}/gui ${CMAKE_SOURCE_DIR}/app -ts ${BRANDLOOM_TS}
  COMMENT "Collecting texts into translations/brandloom_zh_CN.ts" VERBATIM)

if(EXISTS ${BRANDLOOM_TS})
  add_custom_command(OUTPUT ${BRANDLOOM_QM}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${BRANDLOOM_LIB_DIR}/translations
    COMMAND Qt6::lrelease -silent ${BRANDLOOM_TS} -qm ${BRANDLOOM_QM}
    DEPENDS ${BRANDLOOM_TS} COMMENT "Chinese texts" VERBATIM)
  add_custom_target(translations ALL DEPENDS ${BRANDLOOM_QM})
  install(FILES ${BRANDLOOM_QM} DESTINATION lib/brandloom/translations)
endif()
