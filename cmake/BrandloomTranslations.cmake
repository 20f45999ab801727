# Texts of the window. English is the source language and lives in tr("...") under gui/ and app/. The Chinese catalogue
# holds every text, the English one only plural forms ("%n clip(s)" -> "1 clip", "3 clips").
#
#   ninja -C build/release translations_update   after new tr() texts: collects them into translations/*.ts
#   (translate them there: no entry may stay unfinished, tests/tree/test_translations.py looks)
#   ninja -C build/release translations          part of every build: <build>/lib/brandloom/translations/*.qm
#
# At run time the files are in libraryDir() / "translations", in the build tree and in an installed prefix alike:
#   translator.load("brandloom_zh_CN", <that folder>). Qt's own dialogs: qtbase_zh_CN from QLibraryInfo.
# -I lets lupdate find the headers, without which it leaves the namespace out of a class's context.
set(BRANDLOOM_LUPDATE_FLAGS -silent -locations none -no-obsolete -extensions cpp,h -I ${CMAKE_SOURCE_DIR}
    -source-language en)
set(BRANDLOOM_TS_DIR "${CMAKE_SOURCE_DIR}/translations")
set(BRANDLOOM_QM_DIR "${BRANDLOOM_LIB_DIR}/translations")

add_custom_target(translations_update
  COMMAND Qt6::lupdate ${BRANDLOOM_LUPDATE_FLAGS} -target-language zh_CN
          ${CMAKE_SOURCE_DIR}/gui ${CMAKE_SOURCE_DIR}/app -ts ${BRANDLOOM_TS_DIR}/brandloom_zh_CN.ts
  COMMAND Qt6::lupdate ${BRANDLOOM_LUPDATE_FLAGS} -pluralonly -target-language en
          ${CMAKE_SOURCE_DIR}/gui ${CMAKE_SOURCE_DIR}/app -ts ${BRANDLOOM_TS_DIR}/brandloom_en.ts
  COMMENT "Collecting texts into translations/*.ts" VERBATIM)

set(qm_files "")
foreach(language zh_CN en)
  set(ts "${BRANDLOOM_TS_DIR}/brandloom_${language}.ts")
  set(qm "${BRANDLOOM_QM_DIR}/brandloom_${language}.qm")
  if(EXISTS ${ts})
    add_custom_command(OUTPUT ${qm}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${BRANDLOOM_QM_DIR}
      COMMAND Qt6::lrelease -silent ${ts} -qm ${qm}
      DEPENDS ${ts} COMMENT "Texts of the window, ${language}" VERBATIM)
    list(APPEND qm_files ${qm})
  endif()
endforeach()
if(qm_files)
  add_custom_target(translations ALL DEPENDS ${qm_files})
  install(FILES ${qm_files} DESTINATION lib/brandloom/translations)
endif()
