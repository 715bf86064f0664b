/* What words mean: the concepts of concepts.txt and the glossary of src/insight. */
#ifndef PASSAGE_VOCABULARY_H
#define PASSAGE_VOCABULARY_H

#include "insight/dictionary.h"
#include "passage/passage.h"

struct passage_vocabulary {
    struct dictionary *concepts;       /* owned */
    const struct insight_model *model; /* borrowed */
};

extern const char CONCEPTS_TXT[];

#endif
