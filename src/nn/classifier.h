/* Sequence classification: text in, a probability for each of the model's labels out.
 *
 * Reads a BERT, DistilBERT or XLM-R model with its classification head from a folder in the hub's layout, of
 * any width. It knows nothing of what the labels mean. `struct classifier` is immutable and shared; each
 * thread has its own reader, which borrows it and owns the scratch memory.
 */
#ifndef NN_CLASSIFIER_H
#define NN_CLASSIFIER_H

#include <stddef.h>

enum { CLASSIFIER_LABELS_MAX = 64 };

struct classifier;
struct classifier_reader;

/* `precision` as in nn/embed.h; NULL: bf16 where the processor computes in it and f32 elsewhere. NULL on
 * failure, with a sentence in `problem`. */
struct classifier *classifier_open(const char *folder, const char *precision, char *problem,
                                   size_t problem_size);
void classifier_close(struct classifier *classifier);
size_t classifier_label_count(const struct classifier *classifier);
const char *classifier_label(const struct classifier *classifier, size_t index);

struct classifier_reader *classifier_reader_create(const struct classifier *classifier);
void classifier_reader_destroy(struct classifier_reader *reader);
/* Writes the probability of each label: they add up to 1, but for a model whose labels do not exclude each
 * other. What lies past the 256 tokens of an encoder's run is not read. */
void classifier_read(struct classifier_reader *reader, const char *text, size_t length, float *probabilities);

#endif
