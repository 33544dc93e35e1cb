// Stands in for libmatio in builds with HOI_CARRIED: no MATLAB file can be created, which the
// writers of HICO-DET report.
#include <cstdlib>

#include <matio.h>

extern "C" {

// Arrays are made but hold nothing: the file that they are for cannot be created.
matvar_t* Mat_VarCreate(const char*, matio_classes class_type, matio_types data_type, int, size_t*,
                        void*, int) {
  auto* const value = static_cast<matvar_t*>(std::calloc(1, sizeof(matvar_t)));
  if (value != nullptr) {
    value->class_type = class_type;
    value->data_type = data_type;
  }
  return value;
}

matvar_t* Mat_VarCreateStruct(const char*, int, size_t*, const char**, unsigned) {
  return Mat_VarCreate(nullptr, MAT_C_STRUCT, MAT_T_STRUCT, 0, nullptr, nullptr, 0);
}

void Mat_VarFree(matvar_t* value) {
  if (value != nullptr) std::free(value->name);
  std::free(value);
}

mat_t* Mat_CreateVer(const char*, const char*, mat_ft) { return nullptr; }

int Mat_Close(mat_t*) { return 0; }

int Mat_VarWrite(mat_t*, matvar_t*, matio_compression) { return 1; }

}  // extern "C"
