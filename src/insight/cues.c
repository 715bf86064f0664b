#include "insight/cues.h"

#include <string.h>

#include "base/arena.h"
#include "insight/dictionary.h"
#include "insight/insight.h"
#include "insight/words.h"

/* Categories of the lexicon that are cues. */
static const struct {
    const char *category;
    unsigned cue;
} CUES[] = {
    {"negation", INSIGHT_DENIES}, {"lack", INSIGHT_LACKS},   {"refuse", INSIGHT_LACKS},
    {"vague", INSIGHT_VAGUE},     {"hedge", INSIGHT_UNSURE},
};

static unsigned cue_of(const char *category) {
    for (size_t i = 0; i < sizeof CUES / sizeof *CUES; i++)
        if (strcmp(CUES[i].category, category) == 0)
            return CUES[i].cue;
    return 0;
}

unsigned cues_find(const struct words *words, const struct dictionary *lexicon, struct arena *arena) {
    const char **texts = arena_array(arena, words->term_count + 1, sizeof *texts);
    unsigned cues = 0;
    for (size_t i = 0; i < words->term_count; i++)
        texts[i] = words->terms[i].text;
    for (size_t i = 0; i < words->term_count; i++) {
        struct dictionary_match match = dictionary_find(lexicon, texts + i, words->term_count - i);
        cues |= match.word_count ? cue_of(match.value) : 0;
        cues |= words->terms[i].negator ? INSIGHT_DENIES : 0;
    }
    return cues;
}
