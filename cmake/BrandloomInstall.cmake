# The relocatable prefix. It has the shape of the build tree, and every run path starts at $ORIGIN:
#
#   bin/                     programs                          run path $ORIGIN/../lib/brandloom
#   lib/brandloom/           our shared libraries              $ORIGIN; the engine also $ORIGIN/torch/lib, .../nvidia/cu13/lib
#   lib/brandloom/torch/lib  LibTorch beside lib/brandloom/nvidia, as in the wheels (its own run paths count on that)
#   share/brandloom/         resources; share/applications, share/icons, share/licenses
include(BrandloomTranslations)

# brandloom_targets_below(<variable> <folder>): every target made in this folder or below.
function(brandloom_targets_below variable folder)
  get_property(found DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  get_property(subfolders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(subfolder IN LISTS subfolders)
    brandloom_targets_below(more ${subfolder})
    list(APPEND found ${more})
  endforeach()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# What ships is what core/, gui/ and app/ make: programs and shared libraries. Static rooms are inside them.
set(shipped "")
foreach(part core gui app)
  brandloom_targets_below(targets ${CMAKE_SOURCE_DIR}/${part})
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "EXECUTABLE")
      set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib/brandloom")
      list(APPEND shipped ${target})
    elseif(type STREQUAL "SHARED_LIBRARY" OR type STREQUAL "MODULE_LIBRARY")
      set_target_properties(${target} PROPERTIES
        INSTALL_RPATH "$ORIGIN;$ORIGIN/torch/lib;$ORIGIN/nvidia/cu13/lib")
      list(APPEND shipped ${target})
    endif()
  endforeach()
endforeach()
set_target_properties(brandloom_base PROPERTIES INSTALL_RPATH "$ORIGIN")
install(TARGETS ${shipped} RUNTIME DESTINATION bin LIBRARY DESTINATION lib/brandloom)

# What ./studio run, cli and demo need: everything but the tests.
add_custom_target(programs DEPENDS ${shipped})
if(TARGET translations)
  add_dependencies(programs translations)
endif()

# LibTorch. The CUDA libraries only where the wheels with them were brought (./studio --cuda).
set(torch_lib "${BRANDLOOM_TORCH_ROOT}/torch/lib")
file(GLOB gomp "${torch_lib}/libgomp*")
install(FILES ${torch_lib}/libtorch_cpu.so ${torch_lib}/libc10.so ${gomp} DESTINATION lib/brandloom/torch/lib)
if(EXISTS "${BRANDLOOM_TORCH_ROOT}/nvidia/cudnn")
  file(GLOB torch_cuda "${torch_lib}/libtorch_cuda*.so" "${torch_lib}/libc10_cuda.so" "${torch_lib}/libtorch_nvshmem.so"
    "${torch_lib}/libcaffe2_nvrtc.so")
  install(FILES ${torch_cuda} DESTINATION lib/brandloom/torch/lib)
  install(DIRECTORY ${BRANDLOOM_TORCH_ROOT}/nvidia/ DESTINATION lib/brandloom/nvidia
    FILES_MATCHING PATTERN "*.so*" PATTERN "include" EXCLUDE)
else()
  file(GLOB cuda_runtime "${BRANDLOOM_NVIDIA_LIB}/libcudart.so*" "${BRANDLOOM_NVIDIA_LIB}/libcupti.so*")
  install(FILES ${cuda_runtime} DESTINATION lib/brandloom/nvidia/cu13/lib)
endif()

install(DIRECTORY ${CMAKE_SOURCE_DIR}/resources/ DESTINATION share/brandloom
  PATTERN "CMakeLists.txt" EXCLUDE PATTERN "README.md" EXCLUDE)
install(FILES ${CMAKE_SOURCE_DIR}/installer/desktop/brandloom.desktop DESTINATION share/applications)
install(FILES ${CMAKE_SOURCE_DIR}/installer/desktop/brandloom-cli.bash
  DESTINATION share/bash-completion/completions RENAME brandloom-cli)
install(FILES ${CMAKE_SOURCE_DIR}/resources/brandloom.svg DESTINATION share/icons/hicolor/scalable/apps)

install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/LICENSE-EXCEPTION DESTINATION share/licenses/brandloom)
file(GLOB third_party_licenses LIST_DIRECTORIES true "${BRANDLOOM_TORCH_ROOT}/*.dist-info")
foreach(info IN LISTS third_party_licenses)
  get_filename_component(name "${info}" NAME)
  string(REGEX REPLACE "-[0-9].*$" "" name "${name}")
  install(DIRECTORY "${info}/licenses/" DESTINATION "share/licenses/${name}")
endforeach()
