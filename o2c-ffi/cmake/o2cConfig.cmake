# find_package(o2c) gives the targets o2c::o2c (shared) and o2c::static.
get_filename_component(_o2c_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

if(NOT TARGET o2c::o2c)
  add_library(o2c::o2c SHARED IMPORTED)
  set_target_properties(o2c::o2c PROPERTIES
    IMPORTED_LOCATION "${_o2c_prefix}/lib/libo2c.so"
    IMPORTED_SONAME "libo2c.so.0"
    INTERFACE_INCLUDE_DIRECTORIES "${_o2c_prefix}/include")
endif()

if(NOT TARGET o2c::static)
  add_library(o2c::static STATIC IMPORTED)
  set_target_properties(o2c::static PROPERTIES
    IMPORTED_LOCATION "${_o2c_prefix}/lib/libo2c.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_o2c_prefix}/include"
    INTERFACE_LINK_LIBRARIES "pthread;dl;m")
endif()

unset(_o2c_prefix)
