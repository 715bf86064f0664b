/* A sentiment classifier that an organisation already uses, as one voice in the risk of a note
 * (SENTIMENT_MODEL).
 *
 * It reads how the note is worded, not what it reports, and knows neither job nor interview: so its voice is
 * small. A quarter of each level's probability moves one level up when it is certain that the wording is
 * negative, an eighth one level down when it is certain that it is positive, and less the less certain it is.
 * It never moves the verdict by two levels. Immutable after it is opened; each thread has a reader of its
 * own.
 */
#ifndef INSIGHT_TONE_H
#define INSIGHT_TONE_H

#include <stddef.h>

struct arena;
struct insight;
struct tone;
struct tone_reader;

/* Opens the classifier in `folder`. Its labels must be NEGATIVE, POSITIVE and NEUTRAL, LABEL_0 to LABEL_1 or
 * LABEL_2 (from negative to positive), or "1 star" to "5 stars". NULL on failure, with a sentence in
 * `problem`. */
struct tone *tone_open(const char *folder, char *problem, size_t problem_size);
void tone_close(struct tone *tone);

/* NULL for NULL: there is no such classifier. */
struct tone_reader *tone_reader_create(const struct tone *tone);
void tone_reader_destroy(struct tone_reader *reader);
/* Reads `text`, as insight_text_to_embed makes it of the note, and gives it its weight in what
 * insight_analyse said of the note: scores, risk, and a reason of the kind "classifier" whose text is the
 * label, where it says anything. Nothing for a NULL reader. */
void tone_weigh(struct tone_reader *reader, const char *note, const char *text, struct arena *arena,
                struct insight *insight);
/* The probabilities of the levels after a classifier that is so sure of a negative wording, 0 to 1. */
void tone_blend(float negative, struct insight *insight);

#endif
