# Libraries of others, each behind one imported target. LibTorch comes from the wheel that the studio script unpacks.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(GTest REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Gui Widgets Svg PrintSupport Concurrent Test LinguistTools)
pkg_check_modules(SENTENCEPIECE REQUIRED IMPORTED_TARGET sentencepiece)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc)
pkg_check_modules(FFMPEG REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale libswresample)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# QCustomPlotQt6's own config drags Qt names that differ between Debian releases: one small target of our own.
find_library(QCUSTOMPLOT_QT6_LIBRARY QCustomPlotQt6 REQUIRED)
find_path(QCUSTOMPLOT_INCLUDE_DIR qcustomplot.h REQUIRED)
add_library(brandloom_qcustomplot INTERFACE)
target_include_directories(brandloom_qcustomplot SYSTEM INTERFACE ${QCUSTOMPLOT_INCLUDE_DIR})
target_compile_definitions(brandloom_qcustomplot INTERFACE QCUSTOMPLOT_USE_LIBRARY)
target_link_libraries(brandloom_qcustomplot INTERFACE ${QCUSTOMPLOT_QT6_LIBRARY} Qt6::Widgets Qt6::PrintSupport)
add_library(ThirdParty::qcustomplot ALIAS brandloom_qcustomplot)

# The config package of OpenCV wants all of its modules; the window's start can only afford these.
find_path(OPENCV_INCLUDE_DIR opencv2/core.hpp PATH_SUFFIXES opencv4 REQUIRED)
add_library(brandloom_opencv INTERFACE)
target_include_directories(brandloom_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE_DIR})
foreach(module video imgproc core)
  find_library(OPENCV_${module}_LIBRARY opencv_${module} REQUIRED)
  target_link_libraries(brandloom_opencv INTERFACE ${OPENCV_${module}_LIBRARY})
endforeach()
add_library(ThirdParty::opencv ALIAS brandloom_opencv)

# LibTorch: <deps>/torch/{include,lib} beside <deps>/nvidia/cu13/lib, the layout of the wheels.
set(BRANDLOOM_TORCH_ROOT "$ENV{BRANDLOOM_TORCH_ROOT}" CACHE PATH "Folder that holds torch/ and nvidia/")
if(NOT EXISTS "${BRANDLOOM_TORCH_ROOT}/torch/lib/libtorch_cpu.so")
  message(FATAL_ERROR "LibTorch was not found in '${BRANDLOOM_TORCH_ROOT}'. Run ./studio build, which brings it, "
                      "or set BRANDLOOM_TORCH_ROOT to the folder that holds torch/ and nvidia/.")
endif()
set(BRANDLOOM_NVIDIA_LIB "${BRANDLOOM_TORCH_ROOT}/nvidia/cu13/lib")
add_library(brandloom_torch INTERFACE)
target_include_directories(brandloom_torch SYSTEM INTERFACE
  ${BRANDLOOM_TORCH_ROOT}/torch/include ${BRANDLOOM_TORCH_ROOT}/torch/include/torch/csrc/api/include)
# The wheel brings its own, newer fmt headers, which come before Debian's: used without a library, they mix with nothing.
target_compile_definitions(brandloom_torch INTERFACE _GLIBCXX_USE_CXX11_ABI=1 FMT_HEADER_ONLY)
# LibTorch's at::parallel_for is a plain loop in code that was compiled without OpenMP. The wheel's own runtime, by the
# name that the compiler's has too: a process has one.
target_compile_options(brandloom_torch INTERFACE "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fopenmp>")
target_link_libraries(brandloom_torch INTERFACE
  ${BRANDLOOM_TORCH_ROOT}/torch/lib/libtorch_cpu.so ${BRANDLOOM_TORCH_ROOT}/torch/lib/libc10.so
  ${BRANDLOOM_TORCH_ROOT}/torch/lib/libgomp.so.1 Threads::Threads)
target_link_options(brandloom_torch INTERFACE "LINKER:-rpath-link,${BRANDLOOM_NVIDIA_LIB}"
  "LINKER:-rpath-link,${BRANDLOOM_TORCH_ROOT}/torch/lib" "LINKER:--allow-shlib-undefined")
add_library(ThirdParty::torch ALIAS brandloom_torch)

# Names that the tier table (BrandloomRoom.cmake) knows, one per family.
add_library(ThirdParty::fmt ALIAS fmt::fmt)
add_library(ThirdParty::spdlog ALIAS spdlog::spdlog)
add_library(ThirdParty::openssl ALIAS OpenSSL::Crypto)
add_library(ThirdParty::sqlitecpp ALIAS SQLiteCpp)
add_library(ThirdParty::sentencepiece ALIAS PkgConfig::SENTENCEPIECE)
add_library(ThirdParty::icu ALIAS PkgConfig::ICU)
add_library(ThirdParty::ffmpeg ALIAS PkgConfig::FFMPEG)
add_library(ThirdParty::archive ALIAS PkgConfig::ARCHIVE)
add_library(ThirdParty::seccomp ALIAS PkgConfig::SECCOMP)
add_library(ThirdParty::pango ALIAS PkgConfig::PANGO)
foreach(lib Core Gui Widgets Svg PrintSupport Concurrent)
  string(TOLOWER ${lib} lower)
  add_library(brandloom_qt_${lower} INTERFACE)
  target_link_libraries(brandloom_qt_${lower} INTERFACE Qt6::${lib})
  target_compile_definitions(brandloom_qt_${lower} INTERFACE QT_NO_KEYWORDS)
  add_library(ThirdParty::qt_${lower} ALIAS brandloom_qt_${lower})
endforeach()
