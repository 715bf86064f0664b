/* The language model as the last layer: it words questions and recaps, and decides nothing.
 *
 * Any server that speaks OpenAI's chat completions, with strict JSON schema output. Whoever asks has a local
 * answer at hand and uses that when this one fails: every failure here is ERR_BUSY, logged with its reason.
 * What a model returns is hostile text: it is checked against the schema's shape by llm/llm_wording.h and
 * only ever shown as text. Calls block for seconds: slow pool only. Thread-safe.
 */
#ifndef LLM_LLM_H
#define LLM_LLM_H

#include <stdbool.h>

#include "base/err.h"

struct arena;
struct config;
struct llm;
struct worker;

extern const char *const llm_sql[];

struct llm_task {
    const char *purpose;    /* questions, next_question or recap: for the record of calls */
    const char *session_id; /* NULL: none yet */
    const char *system;     /* the instructions */
    const char *user;       /* the material */
    const char *schema;     /* JSON schema of the answer, as text; its name is the purpose */
    unsigned timeout_ms;    /* all tries together; 0: the configured LLM_TIMEOUT_MS */
};

/* NULL when no key is configured. `config` is borrowed. */
struct llm *llm_create(const struct config *config);
void llm_destroy(struct llm *llm);
/* Ends calls under way and refuses new ones: the server is stopping. Any thread. */
void llm_cancel(struct llm *llm);
/* False while the circuit breaker is open. */
bool llm_is_available(struct llm *llm);

/* Asks worker->llm and gives the JSON text that the model answered. Up to 3 tries within the time: again
 * after a broken connection, 429 and 5xx, honouring Retry-After. After 3 failed tasks in a row the breaker
 * refuses for 30 s. The number of tasks a day is capped by LLM_DAILY_CALLS. Each task is recorded in
 * llm_call, without its content. */
enum err llm_ask(struct worker *worker, const struct llm_task *task, struct arena *arena,
                 const char **answer);

#endif
