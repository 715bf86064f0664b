/* The judge's model inside the program, so that no file is needed to run it. Sizes are the symbols' distance. */
#include "base/carry.inc"

    .section .rodata
    carry requirement_builtin_model, "requirement_model.bin"
    carry requirement_builtin_adapter, "requirement_adapter.bin"

    .section .note.GNU-stack, "", %progbits
