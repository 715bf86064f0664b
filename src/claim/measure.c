/* How well a language is spoken and how long something was done, for those who ask for so much of it. */
#include <ctype.h>

#include "base/arena.h"
#include "claim/claim_internal.h"

/* "3+ years" is read as "3 years". */
static const char *without_plus(const char *text, struct arena *arena) {
    char *plain = arena_strdup(arena, text);
    for (char *c = plain; *c; c++)
        if (*c == '+' && c > plain && isdigit((unsigned char)c[-1]))
            *c = ' ';
    return plain;
}

void claim_measure(const char *text, struct arena *arena, struct claim_measure *out) {
    const struct claim_text source = {.text = without_plus(text, arena)};
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
