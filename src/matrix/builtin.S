/* What relation.c reads, inside the program. */
    .section .rodata
    .balign 64
    .global matrix_builtin_relations
    .hidden matrix_builtin_relations
matrix_builtin_relations:
    .incbin "relation_model.bin"

    .section .note.GNU-stack, "", %progbits
