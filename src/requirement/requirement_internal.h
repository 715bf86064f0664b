/* What the files of src/requirement share. Others use requirement.h. */
#ifndef REQUIREMENT_REQUIREMENT_INTERNAL_H
#define REQUIREMENT_REQUIREMENT_INTERNAL_H

#include "requirement/requirement.h"
#include "requirement/words.h"

/* What a heading announces of the lines under it. */
enum part {
    PART_PROSE, /* no heading yet */
    PART_LIST,  /* a heading that does not say */
    PART_MUST,
    PART_WISH,
    PART_DUTY,
    PART_CONDITION,
    PART_OTHER
};

/* cue.c: the words that tell the parts of a job description apart. All take folded text. */

/* False when the heading says nothing of what is under it; *part is then unchanged. */
bool cue_heading(const char *folded, enum part *part);
/* It is only wished for. */
bool cue_wishes(const char *folded);
/* A sentence of plain prose asks for something. */
bool cue_asks(const char *folded);
/* A sentence says what the company gives or is. */
bool cue_offers(const char *folded);
/* It is about what is ours: the company, its products, its customers. */
bool cue_is_ours(const char *folded);
/* An item of a list names what companies give. */
bool cue_benefits(const char *folded);
/* An item of a list is a piece of work: "Monitoring anaesthesia", "Curerai i canali social". */
bool cue_is_work(const char *folded);
/* markup.c: the text without the signs that mark lines and letters (Markdown, typographic apostrophes); a
 * line that is marked as a heading ends with a colon. */
const char *markup_strip(const char *text, struct arena *arena);

/* kind.c: what kind of thing a text asks for. */
enum requirement_kind requirement_kind_of(const char *text, struct arena *arena);

/* compound.c: the things that a line asks for at once; at least the line itself. */
enum { COMPOUND_MAX = 12 };
size_t compound_split(const char *text, struct arena *arena, const char *out[COMPOUND_MAX]);

/* opening.c: what only introduces a requirement. */

/* `text` without "You should have", "È richiesta la", "would be a plus" around it. */
const char *opening_strip(const char *text, struct arena *arena);
/* "We need care assistants who": what follows is asked for. */
bool opening_says_whom(const char *text, struct arena *arena);
/* What is to be done by "the successful candidate will ...", "ti occuperai di ..."; NULL: the text says no
 * such thing. */
const char *opening_find_duty(const char *text, struct arena *arena);

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
