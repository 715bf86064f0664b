/* How well a language is spoken and how long something was done, for those who ask for so much of it. */
#include "claim/claim_internal.h"

void claim_measure(const char *text, struct arena *arena, struct claim_measure *out) {
    const struct claim_text source = {.text = text};
    struct reading reading = {.arena = arena, .vocabulary = vocabulary_create(arena), .source = &source};
    *out = (struct claim_measure){0};
    claim_read(&reading);
    for (size_t i = 0; i < reading.claim_count; i++) {
        const struct claim *claim = &reading.claims[i];
        if (claim->kind == KIND_LANGUAGE && claim->high > out->level_most) {
            out->level_least = claim->low;
            out->level_most = claim->high;
        }
        if (claim->kind == KIND_DURATION && !claim->is_denied && claim->low > out->months)
            out->months = claim->low;
    }
}
