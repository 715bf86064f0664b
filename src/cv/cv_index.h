/* CVs as they are searched: split into passages, with their vectors and words ready to be compared.
 *
 * A worker keeps those that it searched last (some 300 KB each), since every note of an interview asks for
 * the same CV. They are known by what stands in their chunks, so a change of a CV needs no announcement. Each
 * worker has its own and needs no lock.
 */
#ifndef CV_CV_INDEX_H
#define CV_CV_INDEX_H

#include "cv/cv_store.h"
#include "passage/passage.h"

struct request;

struct cv_index {
    struct passage_list passages;
    struct passage_index *words;
};

/* The index of the CV that has these chunks, in reading order. It lives until the worker's next search. */
enum err cv_index_find(struct request *request, const char *cv_id, const struct searched_chunk *chunks,
                       size_t count, const struct cv_index **out);

#endif
