/* What relation.c reads, inside the program. */
    .section .rodata
    .balign 64
    .global matrix_builtin_relations
    .hidden matrix_builtin_relations
matrix_builtin_relations:
    .incbin "relation_model.bin"
    .if . - matrix_builtin_relations - 402444
    .error "relation_model.bin has not the layout of struct relation_model"
    .endif

    .section .note.GNU-stack, "", %progbits
