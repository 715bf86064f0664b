/* Contradictions as reasons of a verdict. */
#include <string.h>

#include "base/arena.h"
#include "claim/claim.h"

static struct insight_reason reason_of(const struct claim_conflict *conflict, struct arena *arena) {
    struct insight_source *source = arena_alloc(arena, sizeof *source);
    *source = conflict->source;
    return (struct insight_reason){
        .kind = strcmp(source->type, "chunk") == 0 ? "cv" : "note",
        .text = conflict->words,
        .start = conflict->start,
        .end = conflict->end,
        .toward = insight_signal_name(SIGNAL_INCONSISTENCY),
        .source = source,
        .explanation = conflict->explanation,
        .about = claim_about_name(conflict->about),
    };
}

/* The probability that the words gave to lower levels moves up: at least this much now lies at `level` or
 * above. */
static void raise_risk(struct insight *insight, enum risk_level level, float at_least) {
    float below = 0;
    for (int k = 0; k < (int)level; k++)
        below += insight->score[k];
    float most = 1 - at_least;
    for (int k = 0; k < (int)level && below > most; k++)
        insight->score[k] *= most / below;
    if (below > most)
        insight->score[level] += below - most;
    if (insight->risk < level)
        insight->risk = level;
}

void claim_weigh(const char *note, const struct claim_context *context, struct arena *arena,
                 struct insight *insight) {
    enum {
        PERCENT_CLEAR = 85,
        PERCENT_SMALL = 60
    }; /* as sure as the rules are on their evaluation set, roughly */
    struct claim_conflict conflicts[CLAIM_CONFLICTS_MAX];
    size_t count = claim_find_conflicts(note, context, arena, conflicts);
    if (count == 0)
        return;
    struct insight_reason *reasons = arena_array(arena, count + insight->reason_count, sizeof *reasons);
    for (size_t i = 0; i < count; i++)
        reasons[i] = reason_of(&conflicts[i], arena);
    if (insight->reason_count)
        memcpy(reasons + count, insight->reasons, insight->reason_count * sizeof *reasons);
    insight->reasons = reasons;
    insight->reason_count += count;
    insight->signals[SIGNAL_INCONSISTENCY] = true;
    raise_risk(insight, RISK_MEDIUM, PERCENT_SMALL / 100.0f);
    if (conflicts[0].is_clear)
        raise_risk(insight, RISK_HIGH, PERCENT_CLEAR / 100.0f);
}
