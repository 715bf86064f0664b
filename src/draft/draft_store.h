/* What the files of src/draft share: drafts in and out of the database. */
#ifndef DRAFT_DRAFT_STORE_H
#define DRAFT_DRAFT_STORE_H

#include "db/db.h"
#include "draft/draft.h"

struct draft_list {
    struct draft *items;
    size_t count;
};

/* The drafts of one recruiter, last changed first. */
enum err draft_list(struct db *db, const char *owner_key, struct arena *arena, struct draft_list *out);
/* ERR_NOT_FOUND for an unknown id and for another recruiter's draft alike. */
enum err draft_find(struct db *db, const char *id, const char *owner_key, struct arena *arena,
                    struct draft *out);
enum err draft_insert(struct db *db, const struct draft *draft, struct arena *arena);
/* Stores the fields if the stored version is still draft->version, then adds 1 to it; else ERR_CONFLICT. */
enum err draft_update(struct db *db, struct draft *draft, struct arena *arena);
enum err draft_delete(struct db *db, const char *id);

/* ERR_NOT_FOUND without an upload. */
enum err draft_find_document(struct db *db, const char *draft_id, struct arena *arena,
                             struct draft_document *out);
/* Takes the place of an earlier upload; `document` NULL only removes. */
enum err draft_replace_document(struct db *db, const char *draft_id, const struct draft_document *document);

#endif
