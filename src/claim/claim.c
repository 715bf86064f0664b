#include "claim/claim.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "claim/claim_internal.h"

static const char *const ABOUT_NAMES[] = {"dates",  "duration", "role",       "leadership", "language",
                                          "degree", "licence",  "employment", "number"};

const char *claim_about_name(enum claim_about about) {
    return ABOUT_NAMES[about];
}

/* --- reading --- */

/* What stands below the heading of an entry belongs to it. */
static void set_places(struct reading *reading) {
    for (size_t i = 0; i < reading->claim_count; i++) {
        struct claim *claim = &reading->claims[i];
        for (size_t e = 0; e < reading->claim_count && claim->kind != KIND_WORK; e++)
            if (reading->claims[e].kind == KIND_WORK && reading->claims[e].words.first <= claim->words.first)
                claim->place = reading->claims[e].place;
    }
}

void claim_read(struct reading *reading) {
    reading_split(reading);
    if (reading->is_cv)
        claim_read_entries(reading);
    claim_read_work(reading);
    claim_read_leadership(reading);
    claim_read_languages(reading);
    claim_read_credentials(reading);
    if (reading->is_cv)
        set_places(reading);
}

/* --- finding --- */

/* The CV as a whole, or one earlier note. */
struct group {
    const struct reading *readings;
    size_t count;
};

struct best {
    enum verdict verdict; /* AGREE: nothing to report */
    const struct reading *other;
    const struct claim *theirs;
    bool agrees;         /* somewhere the group says the same */
    struct period whole; /* over all entries at the same employer */
};

static void widen(struct period *whole, const struct period *period) {
    if (whole->from == 0 || period->from < whole->from) {
        whole->from = period->from;
        whole->from_has_month = period->from_has_month;
    }
    if (period->to > whole->to) {
        whole->to = period->to;
        whole->to_has_month = period->to_has_month;
    }
}

/* Explicit figures make the better passage than a title alone. */
static bool is_better(const struct best *best, enum verdict verdict, const struct claim *theirs) {
    if (verdict != best->verdict)
        return verdict > best->verdict;
    return verdict >= DIFFER && theirs->low > 0 && best->theirs->low == 0;
}

static void weigh_claim(struct best *best, const struct comparison *comparison) {
    enum verdict verdict = claim_compare(comparison);
    const struct claim *theirs = comparison->theirs;
    best->agrees = best->agrees || verdict == AGREE;
    if (verdict < DIFFER)
        return;
    if (theirs->kind == KIND_WORK)
        widen(&best->whole, &theirs->period);
    if (is_better(best, verdict, theirs)) {
        best->verdict = verdict;
        best->other = comparison->other;
        best->theirs = theirs;
    }
}

/* Several posts at one employer: the note may mean all of them together. */
static bool fits_whole(const struct claim *ours, const struct best *best) {
    double least, most;
    if (ours->kind != KIND_DURATION || best->whole.to == 0 || ours->role.last > ours->role.first)
        return false;
    period_measure(&best->whole, &least, &most);
    return ours->low <= most * 1.2 &&
           claim_compare_length(ours, ours->low < least ? least : ours->low, most) == AGREE;
}

/* Any statement of the group that agrees with the note speaks for it. */
static struct best find_in_group(const struct reading *note, const struct claim *ours,
                                 const struct group *group) {
    struct best best = {.verdict = AGREE};
    for (size_t i = 0; i < group->count; i++)
        for (size_t k = 0; k < group->readings[i].claim_count; k++) {
            struct comparison comparison = {note, &group->readings[i], ours, &group->readings[i].claims[k]};
            weigh_claim(&best, &comparison);
        }
    if (best.agrees || fits_whole(ours, &best))
        best.verdict = AGREE;
    return best;
}

static enum claim_about about_of(enum claim_kind kind) {
    static const enum claim_about ABOUT[] = {[KIND_WORK] = CLAIM_ROLE,
                                             [KIND_DURATION] = CLAIM_DURATION,
                                             [KIND_PERIOD] = CLAIM_DATES,
                                             [KIND_ROLE] = CLAIM_ROLE,
                                             [KIND_LEADERSHIP] = CLAIM_LEADERSHIP,
                                             [KIND_LANGUAGE] = CLAIM_LANGUAGE,
                                             [KIND_DEGREE] = CLAIM_DEGREE,
                                             [KIND_LICENCE] = CLAIM_LICENCE,
                                             [KIND_EMPLOYMENT] = CLAIM_EMPLOYMENT,
                                             [KIND_NUMBER] = CLAIM_NUMBER};
    return ABOUT[kind];
}

static void describe(const struct reading *note, const struct claim *ours, const struct best *best,
                     enum language language, struct claim_conflict *out) {
    struct comparison comparison = {note, best->other, ours, best->theirs};
    const struct token *first = &note->tokens[ours->words.first], *last = &note->tokens[ours->words.last - 1];
    *out = (struct claim_conflict){
        .about = about_of(ours->kind),
        .is_clear = best->verdict == DIFFER_CLEARLY,
        .words = arena_strndup(note->arena, note->source->text + first->byte, last->end - first->byte),
        .start = first->codepoint,
        .end = last->codepoint_end,
        .source = {.type = best->other->is_cv ? "chunk" : "note",
                   .id = best->other->source->id,
                   .text = claim_passage(best->other, best->theirs),
                   .page = best->other->source->page},
        .explanation = claim_explain(language, &comparison),
    };
}

struct search {
    const struct reading *note;
    enum language language;
    struct claim_conflict *out;
    size_t count;
};

static void search_group(struct search *search, const struct group *group) {
    for (size_t i = 0; i < search->note->claim_count; i++) {
        const struct claim *ours = &search->note->claims[i];
        struct best best = find_in_group(search->note, ours, group);
        bool told = false;
        for (size_t k = 0; k < search->count; k++)
            told = told || search->out[k].about == about_of(ours->kind);
        if (best.verdict >= DIFFER && !told && search->count < CLAIM_CONFLICTS_MAX)
            describe(search->note, ours, &best, search->language, &search->out[search->count++]);
    }
}

static int month_of(int64_t time_us) {
    time_t seconds = (time_t)(time_us / 1000000);
    struct tm date;
    return time_us && gmtime_r(&seconds, &date) ? (date.tm_year + 1900) * 12 + date.tm_mon : 0;
}

static struct reading *read_all(const struct reading *empty, const struct claim_text *texts, size_t count,
                                bool is_cv) {
    struct reading *readings = arena_array(empty->arena, count + 1, sizeof *readings);
    for (size_t i = 0; i < count; i++) {
        readings[i] = *empty;
        readings[i].source = &texts[i];
        readings[i].is_cv = is_cv;
        claim_read(&readings[i]);
    }
    return readings;
}

static int clear_first(const void *a, const void *b) {
    const struct claim_conflict *left = a, *right = b;
    if (left->is_clear != right->is_clear)
        return left->is_clear ? -1 : 1;
    return left->start < right->start ? -1 : left->start > right->start;
}

size_t claim_find_conflicts(const char *note, const struct claim_context *context, struct arena *arena,
                            struct claim_conflict out[CLAIM_CONFLICTS_MAX]) {
    struct claim_text source = {.text = note};
    const struct reading empty = {
        .arena = arena, .vocabulary = vocabulary_create(arena), .this_month = month_of(context->now)};
    struct reading reading = empty;
    reading.source = &source;
    claim_read(&reading);
    if (reading.claim_count == 0)
        return 0;
    struct search search = {.note = &reading, .language = context->language, .out = out};
    struct group cv = {read_all(&empty, context->chunks, context->chunk_count, true), context->chunk_count};
    search_group(&search, &cv);
    struct reading *notes = read_all(&empty, context->notes, context->note_count, false);
    for (size_t i = context->note_count; i > 0; i--) { /* the latest first */
        struct group one = {&notes[i - 1], 1};
        search_group(&search, &one);
    }
    qsort(out, search.count, sizeof *out, clear_first);
    return search.count;
}
