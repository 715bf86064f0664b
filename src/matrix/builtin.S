/* What relation.c reads, inside the program, so that no file is needed to run it. Sizes are the symbols' distance. */
#include "base/carry.inc"

    .section .rodata
    carry matrix_builtin_head, "relation_model.bin"
    carry matrix_builtin_adapter, "relation_adapter.bin"

    .section .note.GNU-stack, "", %progbits
