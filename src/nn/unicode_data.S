/* The tables of nn/unicode.c inside the program. */
    .section .rodata
    .balign 64
    .global unicode_forms_data
    .hidden unicode_forms_data
unicode_forms_data:
    .incbin "unicode_forms.bin"

    .section .note.GNU-stack, "", %progbits
