/* The judge's model inside the program, so that no file is needed to run it. Sizes are the symbols' distance. */
    .section .rodata
    .macro carry name, file
    .balign 64
    .global \name
    .global \name\()_end
    .hidden \name
    .hidden \name\()_end
\name:
    .incbin "\file"
\name\()_end:
    .byte 0
    .endm

    carry requirement_builtin_model, "requirement_model.bin"
    carry requirement_builtin_adapter, "requirement_adapter.bin"

    .section .note.GNU-stack, "", %progbits
