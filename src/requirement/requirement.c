/* What a job description asks for: found by the judge or by rules, named, each thing once. */
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum { REQUIREMENT_TEXT_MAX = 120, TITLE_WORDS_MAX = 5, HEADING_WORDS_MAX = 7 };

/* --- what is kept --- */

/* FNV-1a of the folded text. */
static const char *id_of(const char *text, struct arena *arena) {
    uint64_t hash = 14695981039346656037u;
    for (const char *c = text_fold(arena, text); *c; c++)
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    return arena_printf(arena, "%016" PRIx64, hash);
}

static void finds_init(struct finds *finds, struct arena *arena, size_t max) {
    *finds = (struct finds){.arena = arena, .max = max};
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        finds->found[weight] = arena_array(arena, max ? max : 1, sizeof **finds->found);
    finds->folded_cores = arena_array(arena, (REQUIREMENT_WISH + 1) * max + 1, sizeof *finds->folded_cores);
}

static bool is_known(const struct finds *finds, const char *folded_core) {
    for (size_t i = 0; i < finds->count; i++)
        if (strcmp(finds->folded_cores[i], folded_core) == 0)
            return true;
    return false;
}

void finds_add(struct finds *finds, enum requirement_weight weight, enum requirement_kind kind,
               const char *text) {
    const char *core = core_of(text, finds->arena), *folded_core = text_fold(finds->arena, core);
    if (finds->counts[weight] == finds->max || is_known(finds, folded_core))
        return;
    const char *shown = phrase_shorten(finds->arena, text, REQUIREMENT_TEXT_MAX);
    finds->found[weight][finds->counts[weight]++] = (struct requirement){
        .id = id_of(shown, finds->arena), .text = shown, .core = core, .weight = weight, .kind = kind};
    finds->folded_cores[finds->count++] = folded_core;
}

/* --- what the judge found --- */

/* "so a calm way with patients" */
static const char *skip_connectives(const char *text, struct arena *arena) {
    static const char CONNECTIVES[] = " and so but also then plus e ed ma quindi anche poi inoltre infine ";
    struct word word;
    for (const char *at = text; word_next(text, &at, &word);)
        if (!word_is_in(CONNECTIVES, word_fold(&word, arena)))
            return word.start;
    return text;
}

/* The bars of a table between its cells, brackets around all of it and what only joins it to the sentence go.
 */
static const char *text_of(const struct piece *first, const struct piece *last, struct arena *arena) {
    char *text = arena_strndup(arena, first->line + first->start, last->end - first->start);
    for (char *bar; (bar = strstr(text, " | ")) != NULL;)
        memmove(bar + 1, bar + 3, strlen(bar + 3) + 1);
    size_t length = strlen(text);
    if (length > 1 && text[0] == '(' && strchr(text, ')') == text + length - 1) {
        text[length - 1] = '\0';
        text++;
    }
    return skip_connectives(text_trim(arena, text), arena);
}

/* What "knowledge of Linux, Docker" asks for second needs the beginning of the first. */
static const char *with_beginning(const struct pieces *pieces, const struct verdict *verdict,
                                  const char *before, const char *text, struct arena *arena) {
    const struct verdict *previous = verdict - 1;
    enum piece_joint joint = pieces->items[verdict->first].joint;
    bool follows = previous->last + 1 == verdict->first && previous->weight == verdict->weight &&
                   previous->kind == verdict->kind && (joint == JOINT_COMMA || joint == JOINT_AND);
    return follows ? compound_share(before, text, arena) : text;
}

/* --- what headings say that nobody can misread --- */

/* A short first line names the post, unless it says something or is one of several like it. */
static bool is_title(const struct pieces *pieces, const struct verdict *verdict, size_t count,
                     struct arena *arena) {
    const struct piece *first = &pieces->items[0];
    const struct piece *after = verdict->last + 1 < pieces->count ? &pieces->items[verdict->last + 1] : NULL;
    enum part part;
    bool is_one_of_several = count > 1 && verdict[1].first == verdict->last + 1 && !after->is_item;
    if (verdict->first > 0 || first->is_item || is_one_of_several)
        return false;
    if (after && after->line == first->line)
        return false;
    if (word_count(first->line) > TITLE_WORDS_MAX || strchr(first->line, ',') ||
        verdict->kind != REQUIREMENT_SKILL || cue_asks(text_fold(arena, first->line)))
        return false;
    return first->ending != '.' || (after && cue_heading(text_fold(arena, after->line), &part));
}

/* What the heading of the list says in which each piece stands; PART_PROSE where there is none. */
static enum part *find_parts(const struct pieces *pieces, struct arena *arena) {
    enum part *parts = arena_array(arena, pieces->count + 1, sizeof *parts), part = PART_PROSE;
    for (size_t i = 0; i < pieces->count; i++) {
        const struct piece *piece = &pieces->items[i];
        bool begins = piece->begins_line && (i == 0 || piece->line != piece[-1].line);
        if (begins && !piece->is_item) {
            part = PART_PROSE;
            if (word_count(piece->line) <= HEADING_WORDS_MAX)
                cue_heading(text_fold(arena, piece->line), &part);
        }
        parts[i] = piece->is_item ? part : PART_PROSE;
    }
    return parts;
}

static enum requirement_weight weigh(const struct verdict *verdict, enum part part, const char *text,
                                     struct arena *arena) {
    bool is_wished = cue_wishes(text_fold(arena, text));
    if (part == PART_WISH || (part == PART_MUST && !is_wished))
        return part == PART_WISH ? REQUIREMENT_WISH : REQUIREMENT_MUST;
    bool is_work = verdict->kind == REQUIREMENT_SKILL || verdict->kind == REQUIREMENT_EXPERIENCE;
    return part == PART_DUTY && is_work && !is_wished ? REQUIREMENT_DUTY : verdict->weight;
}

/* Adds the items that the judge overlooked in lists under a heading that asks. */
static size_t add_overlooked(const struct pieces *pieces, const enum part *parts, size_t count,
                             struct arena *arena, struct verdict **verdicts) {
    enum { WORDS_MAX = 25 };
    struct verdict *all = arena_array(arena, pieces->count + 1, sizeof *all);
    size_t total = 0, next = 0;
    for (size_t first = 0, end; first < pieces->count; first = end) {
        const struct piece *piece = &pieces->items[first];
        for (end = first + 1; end < pieces->count && pieces->items[end].line == piece->line; end++)
            ;
        size_t known = total;
        while (next < count && (*verdicts)[next].first < end)
            all[total++] = (*verdicts)[next++];
        bool is_asked = piece->is_item && piece->begins_line &&
                        (parts[first] == PART_MUST || parts[first] == PART_WISH) &&
                        word_count(piece->line) <= WORDS_MAX;
        if (total == known && is_asked)
            all[total++] = (struct verdict){.first = first,
                                            .last = end - 1,
                                            .weight = REQUIREMENT_MUST,
                                            .kind = requirement_kind_of(piece->line, arena)};
    }
    *verdicts = all;
    return total;
}

/* "Must have" above a list. */
static bool is_heading_alone(const struct pieces *pieces, const struct verdict *verdict,
                             struct arena *arena) {
    enum { WORDS_MAX = 2 };
    const struct piece *piece = &pieces->items[verdict->last], *after = piece + 1;
    enum part part;
    return verdict->last + 1 < pieces->count && piece->begins_line && !piece->is_item && after->is_item &&
           word_count(piece->line) <= WORDS_MAX && cue_heading(text_fold(arena, piece->line), &part) &&
           requirement_kind_of(piece->line, arena) == REQUIREMENT_SKILL;
}

/* "plan and lead surveys": a verb alone is no duty, but begins the next. */
static bool begins_next(const struct pieces *pieces, const struct verdict *verdict, struct arena *arena) {
    const struct verdict *next = verdict + 1;
    const struct piece *piece = &pieces->items[verdict->first], *after = &pieces->items[next->first];
    return verdict->weight == REQUIREMENT_DUTY && next->weight == REQUIREMENT_DUTY &&
           verdict->last == verdict->first && next->first == verdict->first + 1 &&
           (after->joint == JOINT_COMMA || after->joint == JOINT_AND) &&
           word_count(text_of(piece, piece, arena)) == 1;
}

/* "Experience with Kafka" says itself of which kind it is. */
static enum requirement_kind kind_of(const struct verdict *verdict, const char *text, struct arena *arena) {
    bool is_named = folded_begins_with_any_stem(text_fold(arena, text), "experience esperienz");
    return is_named && verdict->kind == REQUIREMENT_SKILL ? REQUIREMENT_EXPERIENCE : verdict->kind;
}

static bool says_nothing(const struct piece *piece, struct arena *arena) {
    const char *text = text_of(piece, piece, arena);
    struct word word;
    for (const char *at = text; word_next(text, &at, &word);)
        if (!word_is_function(word_fold(&word, arena)))
            return false;
    return true;
}

/* "a system that others built | with you": up to piece `end` what is left of the line and says nothing alone.
 */
static void take_rest(const struct pieces *pieces, struct verdict *verdict, size_t end, struct arena *arena) {
    const char *line = pieces->items[verdict->last].line;
    while (verdict->last + 1 < end && pieces->items[verdict->last + 1].line == line &&
           says_nothing(&pieces->items[verdict->last + 1], arena))
        verdict->last++;
}

static void split_by_judge(struct requirement_judge *judge, const char *plain, struct finds *finds) {
    struct arena *arena = finds->arena;
    struct pieces pieces;
    struct verdict *verdicts;
    const char *before = NULL;
    pieces_cut(plain, arena, &pieces);
    const enum part *parts = find_parts(&pieces, arena);
    size_t count = judge_find(judge, &pieces, arena, &verdicts);
    count = add_overlooked(&pieces, parts, count, arena, &verdicts);
    size_t first = count && is_title(&pieces, verdicts, count, arena) ? 1 : 0;
    for (size_t i = first; i < count; i++) {
        struct verdict *verdict = &verdicts[i];
        if (parts[verdict->first] == PART_OTHER || is_heading_alone(&pieces, verdict, arena))
            continue; /* what the company gives; what only introduces */
        if (i + 1 < count && begins_next(&pieces, verdict, arena)) {
            verdicts[i + 1].first = verdict->first;
            continue;
        }
        take_rest(&pieces, verdict, i + 1 < count ? verdicts[i + 1].first : pieces.count, arena);
        const char *whole = text_of(&pieces.items[verdict->first], &pieces.items[verdict->last], arena);
        enum requirement_weight weight = weigh(verdict, parts[verdict->first], whole, arena);
        const char *duty = weight == REQUIREMENT_DUTY ? opening_find_duty(whole, arena) : NULL;
        const char *text = duty ? duty : opening_strip(whole, arena);
        text = strchr(text, ')') && !strchr(text, '(') ? whole : text; /* it took half of a bracket */
        if (before && weight != REQUIREMENT_DUTY)
            text = with_beginning(&pieces, verdict, before, text, arena);
        finds_add(finds, weight, kind_of(verdict, whole, arena), text);
        before = text;
    }
}

size_t requirement_split(struct requirement_judge *judge, const char *job_text, struct arena *arena,
                         struct requirement *out, size_t max) {
    struct finds finds;
    const char *plain = markup_strip(job_text, arena);
    finds_init(&finds, arena, max);
    if (judge)
        split_by_judge(judge, plain, &finds);
    else
        split_by_rules(plain, arena, &finds);
    size_t count = 0;
    for (int weight = REQUIREMENT_MUST; weight <= REQUIREMENT_WISH; weight++)
        for (size_t i = 0; i < finds.counts[weight] && count < max; i++)
            out[count++] = finds.found[weight][i];
    return count;
}
