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

/* piece.c: the smallest pieces that could be asked for on their own. */
enum piece_joint { JOINT_OTHER, JOINT_COMMA, JOINT_AND, JOINT_BRACKET };
enum { PIECES_MAX = 384 }; /* some five pages: a position is read while others wait */
struct piece {
    const char *line;  /* the sentence or line in which it stands */
    size_t start, end; /* where, in bytes */
    bool begins_line;
    bool is_item;           /* of a list: the line began with a bullet or number */
    char ending;            /* what ends the sentence */
    enum piece_joint joint; /* what parts it from the piece before */
};
struct pieces {
    struct piece *items;
    size_t count;
};
void pieces_cut(const char *plain, struct arena *arena, struct pieces *out);

/* judge.c */
struct insight_model;
/* What the encoder reads of each piece. */
const char **pieces_to_embed(const struct insight_model *model, const struct pieces *pieces,
                             struct arena *arena);
/* The pieces from `first` to `last` ask for something. */
struct verdict {
    size_t first, last;
    enum requirement_weight weight;
    enum requirement_kind kind;
};
size_t judge_find(struct requirement_judge *judge, const struct pieces *pieces, struct arena *arena,
                  struct verdict **out);

/* requirement.c: what was found, a list for each weight. */
struct finds {
    struct arena *arena;
    struct requirement *found[REQUIREMENT_WISH + 1];
    size_t counts[REQUIREMENT_WISH + 1];
    const char **folded_cores; /* of all */
    size_t count, max;
};
/* Unless it is known already. */
void finds_add(struct finds *finds, enum requirement_weight weight, enum requirement_kind kind,
               const char *text);

/* split.c: without a judge. */
void split_by_rules(const char *plain, struct arena *arena, struct finds *finds);

/* kind.c: what kind of thing a text asks for. */
enum requirement_kind requirement_kind_of(const char *text, struct arena *arena);

/* compound.c: the things that a line asks for at once; at least the line itself. */
enum { COMPOUND_MAX = 12 };
size_t compound_split(const char *text, struct arena *arena, const char *out[COMPOUND_MAX]);
/* `item` with the words that begin `before`, where it is short and needs them: "5 years of" Java, SQL. */
const char *compound_share(const char *before, const char *item, struct arena *arena);

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
