/* Rows of notes for the handlers of this folder. */
#ifndef NOTE_NOTE_STORE_H
#define NOTE_NOTE_STORE_H

#include "note/note.h"

/* Of those that note_list answers, only what they say. */
enum err note_each_text(struct db *db, const char *session_id, struct arena *arena,
                        void (*visit)(void *context, const char *id, const char *text), void *context);

struct note_version {
    int64_t version;
    const char *text;
    int64_t changed_at;
};
/* The wordings that were replaced, oldest first. */
enum err note_each_version(struct db *db, const char *note_id, struct arena *arena,
                           void (*visit)(void *context, const struct note_version *version), void *context);

/* The functions below run inside db_write and append the note's event. */

enum err note_insert(struct db *db, const struct note *note, const struct note_analysis *analysis,
                     const char *model, struct event *event);
/* Replaces the text, keeps the old one. ERR_CONFLICT when the stored version is not note->version any more.
 */
enum err note_update(struct db *db, const struct note *note, const struct note_analysis *analysis,
                     const char *model, struct event *event);
/* Deletes, or with 0 restores. */
enum err note_set_deleted(struct db *db, const struct note *note, int64_t deleted_at, struct event *event);

#endif
