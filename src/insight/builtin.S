/* The model and its word lists inside the program, so that no file is needed to run it. Sizes are the symbols' distance. */
#include "base/carry.inc"

    .section .rodata
    carry insight_builtin_model, "risk_model.bin"
    carry insight_builtin_adapter, "risk_adapter.bin"
    carry insight_builtin_glossary, "glossary.txt"
    carry insight_builtin_lexicon, "lexicon.txt"

    .section .note.GNU-stack, "", %progbits
