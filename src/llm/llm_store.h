/* The record of what left the machine: when, why, how much, to which model, with what outcome; never content.
 */
#ifndef LLM_LLM_STORE_H
#define LLM_LLM_STORE_H

#include <stdint.h>

#include "base/err.h"
#include "db/db.h"

struct llm_call {
    const char *session_id; /* NULL: none */
    const char *purpose;
    const char *model;
    int64_t bytes_sent;
    const char *prompt_hash; /* SHA-256, hex */
    const char *outcome;
    int64_t duration_ms;
};

enum err llm_call_insert(struct db *db, const struct llm_call *call);
enum err llm_call_count_since(struct db *db, int64_t time_us, int64_t *count);

#endif
