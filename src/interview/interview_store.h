/* Rows of interviews for the handlers of this folder. */
#ifndef INTERVIEW_INTERVIEW_STORE_H
#define INTERVIEW_INTERVIEW_STORE_H

#include "interview/interview.h"

/* What the call screen's header needs beside the interview. */
struct interview_counts {
    int64_t notes;
    int64_t asked_questions;
};

struct interview_candidate {
    const char *email;
    const char *linkedin_url;
    int64_t created_at;
};

/* Writes the rows of the list, latest start first, into the array that is open in `json`. */
enum err interview_write_list(struct db *db, struct arena *arena, struct json *json);
enum err interview_exists(struct db *db, const char *id);
enum err interview_count(struct db *db, const char *id, struct interview_counts *out);
enum err interview_find_candidate(struct db *db, const char *candidate_id, struct arena *arena,
                                  struct interview_candidate *out);
/* Writes notes and asked questions by time into the array that is open in `json`. */
enum err interview_write_timeline(struct db *db, const char *id, struct arena *arena, struct json *json);

/* These run inside db_write, as interview_end of interview.h does. */
enum err interview_set_language(struct db *db, struct interview_change *change);
enum err interview_delete(struct db *db, struct interview_change *change);

#endif
