/* What the files of src/requirement share. Others use requirement.h. */
#ifndef REQUIREMENT_REQUIREMENT_INTERNAL_H
#define REQUIREMENT_REQUIREMENT_INTERNAL_H

#include "requirement/requirement.h"
#include "requirement/words.h"

/* kind.c: what kind of thing a text asks for. */
enum requirement_kind requirement_kind_of(const char *text, struct arena *arena);

/* compound.c: the things that a line asks for at once; at least the line itself. */
enum { COMPOUND_MAX = 12 };
size_t compound_split(const char *text, struct arena *arena, const char *out[COMPOUND_MAX]);

/* opening.c: what only introduces a requirement. */

/* `text` without "You should have", "È richiesta la", "would be a plus" around it. */
const char *opening_strip(const char *text, struct arena *arena);

/* table.c: a line whose cells are parted by bars. */
struct table_row {
    const char *text; /* all cells but the one that weighs */
    bool is_weighed;  /* a cell says "must", "nice to have" */
    bool is_wish;
};
bool table_row_read(const char *line, struct arena *arena, struct table_row *out);

/* core.c */

/* What is really asked for: without "at least 5 years of experience with" and asides. */
const char *core_of(const char *text, struct arena *arena);
/* The words that say how much of something is asked for, and of no use to recognise it. */
bool core_is_filler(const char *folded);

#endif
