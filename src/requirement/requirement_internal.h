/* What the files of src/requirement share. Others use requirement.h. */
#ifndef REQUIREMENT_REQUIREMENT_INTERNAL_H
#define REQUIREMENT_REQUIREMENT_INTERNAL_H

#include "requirement/requirement.h"
#include "requirement/words.h"

/* kind.c: what kind of thing a text asks for. */
enum requirement_kind requirement_kind_of(const char *text, struct arena *arena);

#endif
