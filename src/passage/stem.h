/* Cuts the ending off a word, so that forms of a word in English or Italian meet. */
#ifndef PASSAGE_STEM_H
#define PASSAGE_STEM_H

#include <stddef.h>

/* Bytes of the folded word that are left without its ending; never fewer than three letters. */
size_t passage_stem_length(const char *folded);

#endif
