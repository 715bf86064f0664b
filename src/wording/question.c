/* The questions themselves: which kind, about what, with which sources. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "wording/wording_internal.h"

enum { JOB_TITLE_MAX = 60, SOURCE_NOTE_MAX = 120 };

/* A title as it is spoken: "Backend Engineer (m/f/d) - Milan" is a Backend Engineer. NULL for what is no
 * title. */
static const char *spoken_title(const struct wording_basis *basis, struct arena *arena) {
    if (basis->job_title == NULL)
        return NULL;
    char *title = arena_strdup(arena, basis->job_title);
    title[strcspn(title, "(|[,")] = '\0';
    static const char *const SEPARATORS[] = {" - ", " – ", " / "};
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof *SEPARATORS; i++) {
        char *separator = strstr(title, SEPARATORS[i]);
        if (separator)
            *separator = '\0';
    }
    title = text_trim(arena, title);
    return *title && text_count_codepoints(title) <= JOB_TITLE_MAX ? title : NULL;
}

static void add_chunk(struct wording_question *out, const struct wording_chunk *chunk, const char *text) {
    if (chunk)
        question_add_source(out, "chunk", chunk->id, text ? text : chunk->text);
}

/* --- after a note --- */

static enum phrase_kind kind_of_note(const struct insight *insight, const struct topic *topic) {
    if (insight->signals[SIGNAL_INCONSISTENCY])
        return PHRASE_CLARIFY;
    if (insight->signals[SIGNAL_EVASIVENESS])
        return PHRASE_NARROW;
    if (topic->is_practical)
        return PHRASE_SETTLE;
    if (insight->signals[SIGNAL_HESITATION])
        return PHRASE_LEVEL;
    if (insight->risk == RISK_HIGH)
        return PHRASE_RISK;
    if (insight->risk == RISK_MEDIUM)
        return PHRASE_EXAMPLE;
    return insight->signals[SIGNAL_ENTHUSIASM] ? PHRASE_DRIVE : PHRASE_DEPTH;
}

/* Probability of the verdict below which it is a guess: in between lie notes about nothing in particular. */
static const float CLEAR_VERDICT = 0.65f;

bool wording_leaves_doubt(const struct insight *insight) {
    return insight->signals[SIGNAL_INCONSISTENCY] || insight->signals[SIGNAL_HESITATION] ||
           insight->signals[SIGNAL_EVASIVENESS] ||
           (insight->risk != RISK_LOW && insight->score[insight->risk] >= CLEAR_VERDICT);
}

/* Nothing that the job or the CV names, no doubt, no example: the best follow-up is the next open point. */
static bool leads_nowhere(const struct insight *insight, const struct topic *topic) {
    return topic->name == NULL && *topic->lead == '\0' && !wording_leaves_doubt(insight) &&
           !insight->signals[SIGNAL_CONCRETENESS] && !insight->signals[SIGNAL_ENTHUSIASM];
}

static bool probe_first_open(const struct wording_basis *basis, const struct wording_note *note,
                             struct arena *arena, struct wording_question *out) {
    for (size_t i = 0; i < basis->requirement_count; i++)
        if (!requirement_is_named_in(&basis->requirements[i], note->text, arena)) {
            wording_probe_requirement(basis, &basis->requirements[i], text_hash(note->text), arena, out);
            return true;
        }
    return false;
}

/* What a follow-up may quote: the sentence with the name, where there is one; for a contradiction also the
 * work that the nearest chunk is about. */
static void find_facts(const struct wording_basis *basis, enum phrase_kind kind, const struct topic *topic,
                       struct arena *arena, struct phrase_slots *slots, const struct wording_chunk **chunk) {
    struct quotation quotation;
    struct entry entry;
    *chunk = topic->chunk;
    if (topic->chunk && quotation_with_name(topic->chunk, topic->name, arena, &quotation))
        slots->quote = quotation.text;
    if (topic->chunk && entry_find(topic->chunk, arena, &entry))
        slots->employer = entry.employer;
    if (kind == PHRASE_CLARIFY && !topic->chunk && basis->chunk_count &&
        entry_find(&basis->chunks[0], arena, &entry)) {
        slots->place = entry.label;
        *chunk = entry.chunk;
    }
}

/* The requirement's words, unless they are the topic's: nobody says the same name twice. */
static const char *beside_topic(const struct requirement *requirement, const char *topic) {
    if (requirement == NULL || (topic && strcasecmp(requirement->core, topic) == 0))
        return NULL;
    return requirement->core;
}

void wording_follow_up(const struct wording_basis *basis, const struct wording_note *note,
                       struct arena *arena, struct wording_question *out) {
    struct topic topic;
    const struct wording_chunk *chunk;
    *out = (struct wording_question){0};
    topic_find(basis, note->text, arena, &topic);
    if (!leads_nowhere(note->insight, &topic) || !probe_first_open(basis, note, arena, out)) {
        enum phrase_kind kind = kind_of_note(note->insight, &topic);
        struct phrase_slots slots = {.lead = topic.lead,
                                     .topic = topic.name,
                                     .requirement = beside_topic(topic.requirement, topic.name)};
        find_facts(basis, kind, &topic, arena, &slots, &chunk);
        phrase_word(basis->language, kind, &slots, text_hash(note->text), arena, out);
        out->topic = topic.name ? topic.name : "";
        add_chunk(out, chunk, slots.quote ? slots.quote : slots.place);
        if (topic.requirement)
            question_add_source(out, "job", basis->job_id, topic.requirement->text);
    }
    question_add_source(out, "note", note->id, phrase_shorten(arena, note->text, SOURCE_NOTE_MAX));
}

/* --- about a requirement --- */

void wording_probe_requirement(const struct wording_basis *basis, const struct requirement *requirement,
                               unsigned variant, struct arena *arena, struct wording_question *out) {
    struct phrase_slots slots = {.lead = "", .requirement = requirement->core};
    struct quotation quotation = {0};
    const struct wording_chunk *chunk = NULL;
    enum phrase_kind kind = PHRASE_CLOSEST;
    *out = (struct wording_question){0};
    if (requirement->kind == REQUIREMENT_LANGUAGE)
        kind = PHRASE_LANGUAGE;
    else if (requirement->kind == REQUIREMENT_CONDITION)
        kind = PHRASE_CONDITION;
    else if (quotation_for_requirement(basis, requirement, arena, &quotation)) {
        kind = PHRASE_EVIDENCE;
        slots.quote = quotation.text;
        chunk = quotation.chunk;
    } else if ((slots.topic = name_in_cv(basis, requirement, arena, &chunk)) != NULL)
        kind = PHRASE_EVIDENCE;
    slots.requirement = beside_topic(requirement, slots.topic);
    phrase_word(basis->language, kind, &slots, variant, arena, out);
    slots.requirement = requirement->core;
    const struct phrase_bank *bank = phrase_bank_of(basis->language);
    bool is_wish = requirement->weight == REQUIREMENT_WISH;
    out->why = phrase_fill(is_wish ? bank->why_wish : bank->why[kind], &slots, arena);
    out->topic = requirement->core;
    add_chunk(out, chunk, slots.quote);
    question_add_source(out, "job", basis->job_id, requirement->text);
}

static bool opens_like_a_question(const char *text) {
    static const char *const OPENERS[] = {"who ",    "what ", "which ",  "when ", "where ",  "why ",
                                          "how ",    "chi ",  "che ",    "cosa ", "quale ",  "quali ",
                                          "quando ", "dove ", "perche ", "come ", "quanto ", "quanti "};
    for (size_t i = 0; i < sizeof OPENERS / sizeof *OPENERS; i++)
        if (text_starts_with(text, OPENERS[i]))
            return true;
    return false;
}

/* The question in its last sentence, without a second one joined to it by a comma. */
const char *wording_simplify(const char *question, struct arena *arena) {
    const char *at = question, *sentence, *last = NULL;
    while ((sentence = sentence_next(arena, NULL, &at, NULL)) != NULL)
        if (at > question && at[-1] == '?')
            last = sentence;
    if (last == NULL)
        return question;
    char *simple = arena_strdup(arena, last);
    static const char *const JOINTS[] = {", and ", ", or ", ", e ", ", o "};
    for (size_t i = 0; i < sizeof JOINTS / sizeof *JOINTS; i++) {
        char *joint = strstr(simple, JOINTS[i]);
        if (joint && opens_like_a_question(text_fold(arena, joint + strlen(JOINTS[i]))))
            *joint = '\0';
    }
    return arena_printf(arena, "%s?", simple);
}

void wording_explain_prepared(const struct wording_basis *basis, const char *question, struct arena *arena,
                              struct wording_question *out) {
    const struct phrase_bank *bank = phrase_bank_of(basis->language);
    *out = (struct wording_question){
        .text = question,
        .simpler = wording_simplify(question, arena),
        .why = bank->why[PHRASE_PREPARED],
        .good_answer = bank->good_answer[PHRASE_PREPARED],
        .topic = "",
    };
    const struct wording_chunk *chunk = basis->chunk_count ? &basis->chunks[0] : NULL;
    if (chunk)
        add_chunk(out, chunk,
                  phrase_shorten(arena, chunk->passage ? chunk->passage : chunk->text, SOURCE_NOTE_MAX));
}

const char *wording_why_first(enum language language) {
    return phrase_bank_of(language)->why_first;
}

void wording_close(const struct wording_basis *basis, unsigned variant, struct arena *arena,
                   struct wording_question *out) {
    struct phrase_slots slots = {.lead = ""};
    *out = (struct wording_question){.topic = ""};
    phrase_word(basis->language, PHRASE_CLOSE, &slots, variant, arena, out);
}

/* --- a set to prepare with --- */

enum {
    SET_EVIDENCE_MAX = 3,
    SET_CLOSEST_MIN = 2,
    SET_REQUIREMENTS = 5,
    SET_MUSTS_ENOUGH = 4 /* duties mostly say the same again */
};

static bool ask_about_latest(const struct wording_basis *basis, struct arena *arena,
                             struct wording_question *out) {
    struct entry entry;
    if (!entry_find_latest(basis, arena, &entry))
        return false;
    struct phrase_slots slots = {
        .lead = "", .place = entry.label, .employer = entry.employer, .dates = entry.dates};
    *out = (struct wording_question){.topic = entry.label};
    phrase_word(basis->language, entry.is_current ? PHRASE_CURRENT : PHRASE_LATEST, &slots, 0, arena, out);
    add_chunk(out, entry.chunk, entry.label);
    return true;
}

static bool ask_about_figure(const struct wording_basis *basis, struct arena *arena,
                             struct wording_question *out) {
    struct quotation quotation;
    if (!quotation_with_figure(basis, arena, &quotation))
        return false;
    struct phrase_slots slots = {.lead = "", .quote = quotation.text};
    *out = (struct wording_question){.topic = quotation.text};
    phrase_word(basis->language, PHRASE_FIGURE, &slots, 0, arena, out);
    add_chunk(out, quotation.chunk, quotation.text);
    return true;
}

static void ask_about_wish(const struct wording_basis *basis, struct arena *arena,
                           struct wording_question *out) {
    struct phrase_slots slots = {.lead = "", .job = spoken_title(basis, arena)};
    *out = (struct wording_question){.topic = ""};
    phrase_word(basis->language, PHRASE_WISH, &slots, 0, arena, out);
    question_add_source(out, "job", basis->job_id, basis->job_title);
}

/* The chunk is a question's first source where it quotes one. */
static bool repeats_source(const struct wording_question *set, size_t count,
                           const struct wording_question *question) {
    for (size_t i = 0; i < count; i++)
        if (set[i].source_count && question->source_count &&
            strcmp(question->sources[0].type, "chunk") == 0 &&
            strcmp(set[i].sources[0].text, question->sources[0].text) == 0)
            return true;
    return false;
}

/* "Lead the technical design" and "having led the technical design" are one thing to ask about. */
static bool is_asked_already(const struct wording_question *set, size_t count,
                             const struct requirement *requirement, struct arena *arena) {
    for (size_t i = 0; i < count; i++)
        if (*set[i].topic && requirement_is_named_in(requirement, set[i].topic, arena))
            return true;
    return false;
}

/* Requirements that the CV speaks of, or those that it does not. */
static size_t ask_about_requirements(const struct wording_basis *basis, bool with_evidence, size_t limit,
                                     struct arena *arena, struct wording_question *set, size_t count) {
    size_t added = 0;
    for (size_t i = 0; i < basis->requirement_count && added < limit && count < QUESTION_SET_MAX; i++) {
        struct wording_question question;
        const struct requirement *requirement = &basis->requirements[i];
        bool is_spare = i >= SET_MUSTS_ENOUGH && requirement->weight == REQUIREMENT_DUTY;
        if (is_spare || is_asked_already(set, count, requirement, arena) ||
            requirement->kind == REQUIREMENT_LANGUAGE)
            continue;
        wording_probe_requirement(basis, requirement, (unsigned)added, arena, &question);
        bool has_evidence = question.source_count && strcmp(question.sources[0].type, "chunk") == 0;
        if (has_evidence != with_evidence || repeats_source(set, count, &question))
            continue;
        set[count++] = question;
        added++;
    }
    return count;
}

size_t wording_question_set(const struct wording_basis *basis, struct arena *arena,
                            struct wording_question out[QUESTION_SET_MAX]) {
    size_t count = 0;
    count += ask_about_latest(basis, arena, &out[count]);
    size_t before = count;
    count = ask_about_requirements(basis, true, SET_EVIDENCE_MAX, arena, out, count);
    size_t closest = SET_REQUIREMENTS - (count - before);
    if (ask_about_figure(basis, arena, &out[count]) && !repeats_source(out, count, &out[count]))
        count++;
    count = ask_about_requirements(basis, false, closest > SET_CLOSEST_MIN ? closest : SET_CLOSEST_MIN, arena,
                                   out, count);
    if (count < QUESTION_SET_MAX)
        ask_about_wish(basis, arena, &out[count++]);
    for (unsigned variant = 0; count < 5 && variant < 3; variant++)
        wording_close(basis, variant, arena, &out[count++]);
    return count;
}
