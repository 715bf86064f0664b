/* Recaps as they are stored: one JSON content a kind, and what people wrote in place of sentences. */
#ifndef RECAP_RECAP_STORE_H
#define RECAP_RECAP_STORE_H

#include <stdbool.h>

#include "recap/recap.h"

/* A stored recap; content NULL: there is none of this kind. */
struct recap_row {
    const char *content;
    int64_t version;
    int64_t created_at;
    bool chosen;
};

struct recap_edit {
    const char *sentence_id;
    const char *text;
    const char *edited_by_name; /* NULL: unknown */
};

struct recap_edit_list {
    struct recap_edit *items;
    size_t count;
};

enum err recap_find(struct db *db, const char *session_id, enum recap_kind kind, struct arena *arena,
                    struct recap_row *out);
enum err recap_list_edits(struct db *db, const char *session_id, enum recap_kind kind, struct arena *arena,
                          struct recap_edit_list *out);

/* The writers run inside db_write. */
enum err recap_put(struct db *db, const char *session_id, enum recap_kind kind, const char *content);
/* The one of the two kinds that is shown first. */
enum err recap_choose(struct db *db, const char *session_id, enum recap_kind kind);
/* Text NULL takes the edit back. */
struct recap_edit_change {
    const char *session_id;
    enum recap_kind kind;
    const char *sentence_id;
    const char *text;
    const char *edited_by;
    const char *edited_by_name;
};
enum err recap_put_edit(struct db *db, const struct recap_edit_change *change);

#endif
