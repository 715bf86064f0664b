/* Traces a verdict back to the words that weighed. */
#ifndef INSIGHT_REASONS_H
#define INSIGHT_REASONS_H

struct arena;
struct features;
struct insight;
struct insight_model;
struct words;

/* Sets `insight->reasons` for its risk and for each of its signals. A note with words gets at least one
 * reason. */
void reasons_find(struct insight *insight, const struct insight_model *model, const struct words *words,
                  const struct features *features, struct arena *arena);

#endif
