/* What the words of a note are used for, beside what they weigh for the risk. */
#ifndef INSIGHT_CUES_H
#define INSIGHT_CUES_H

struct arena;
struct dictionary;
struct words;

/* Bits of enum insight_cue. `words` must be glossed. */
unsigned cues_find(const struct words *words, const struct dictionary *lexicon, struct arena *arena);

#endif
