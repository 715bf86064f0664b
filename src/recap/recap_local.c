/* The recap's local wording. A note is quoted, never paraphrased: what it says of a person stays in the words
 * of the one who was there, and what these sentences add is only where it belongs. */
#include "recap/recap.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

enum { QUOTED_NOTES_MAX = 5, UNCOVERED_MAX = 3, NOTE_QUOTE_CODEPOINTS = 220, NAMED_REQUIREMENTS_MAX = 4 };

/* The two languages side by side, so that neither is forgotten. */
enum phrase {
    NOTHING_NOTED,
    COUNTS,
    RISKS,
    REQUIREMENTS_NAMED,
    REQUIREMENTS_NONE,
    STRENGTH_ON,
    STRENGTH,
    PROBLEM,
    DOUBT,
    NOT_COVERED,
    STEP_CONTRADICTION,
    STEP_PROBLEM,
    STEP_DOUBT,
    STEP_NOT_COVERED,
    STEP_UNASKED,
    STEP_NOTHING_OPEN,
    PHRASES
};

static const char *const PHRASES_IN[PHRASES][2] = {
    [NOTHING_NOTED] = {"No notes were taken, so nothing about the candidate is covered.",
                       "Non sono state prese note: sul candidato non c’è nulla da riportare."},
    [COUNTS] = {"Notes taken: %zu. Prepared questions asked: %zu of %zu.",
                "Note prese: %zu. Domande preparate poste: %zu su %zu."},
    [RISKS] = {"Notes with sound evidence: %zu. With a doubt: %zu. With a clear problem: %zu.",
               "Note con riscontri solidi: %zu. Con un dubbio: %zu. Con un problema netto: %zu."},
    [REQUIREMENTS_NAMED] = {"The notes speak of %zu of %zu requirements: %s.",
                            "Le note toccano %zu requisiti su %zu: %s."},
    [REQUIREMENTS_NONE] = {"None of the %zu requirements of the job is mentioned in the notes.",
                           "Nessuno dei %zu requisiti del lavoro compare nelle note."},
    [STRENGTH_ON] = {"%s: “%s”", "%s: «%s»"},
    [STRENGTH] = {"“%s”", "«%s»"},
    [PROBLEM] = {"Clear problem: “%s”", "Problema netto: «%s»"},
    [DOUBT] = {"To be clarified: “%s”", "Da chiarire: «%s»"},
    [NOT_COVERED] = {"Not covered: %s.", "Non trattato: %s."},
    [STEP_CONTRADICTION] = {"Resolve the contradiction with dates and facts: “%s”",
                            "Risolvere la contraddizione con date e fatti: «%s»"},
    [STEP_PROBLEM] = {"Hear the candidate's view before deciding: “%s”",
                      "Sentire la versione del candidato prima di decidere: «%s»"},
    [STEP_DOUBT] = {"Ask for one concrete example: “%s”", "Chiedere un esempio concreto: «%s»"},
    [STEP_NOT_COVERED] = {"Ask about this requirement, which was not covered: %s.",
                          "Chiedere di questo requisito, non trattato: %s."},
    [STEP_UNASKED] = {"Prepared and not asked, in order of preparation the first: “%s”",
                      "Preparate e non poste, la prima in ordine di preparazione: «%s»"},
    [STEP_NOTHING_OPEN] = {"The notes leave no point open.", "Le note non lasciano punti aperti."},
};

struct writer {
    const struct recap_material *material;
    struct arena *arena;
    struct recap_text *out;
};

/* A new sentence in a part, or NULL when the part is full. */
static struct cited_sentence *add(struct writer *writer, enum recap_part part, enum phrase phrase, ...) {
    struct recap_text *out = writer->out;
    if (out->counts[part] == RECAP_PART_SENTENCES_MAX)
        return NULL;
    struct cited_sentence *sentence = &out->sentences[part][out->counts[part]++];
    va_list args;
    va_start(args, phrase);
    sentence->text =
        arena_vprintf(writer->arena, PHRASES_IN[phrase][writer->material->interview.language], args);
    va_end(args);
    return sentence;
}

static void cite(struct cited_sentence *sentence, const char *type, const char *id, const char *text) {
    if (sentence && sentence->source_count < WORDING_SOURCES_MAX)
        sentence->sources[sentence->source_count++] = (struct wording_source){type, id, text};
}

static void cite_note(struct cited_sentence *sentence, const struct note *note) {
    cite(sentence, "note", note->id, note->text);
}

static void cite_job(struct writer *writer, struct cited_sentence *sentence,
                     const struct requirement *requirement) {
    cite(sentence, "job", writer->material->interview.job_id, requirement->text);
}

/* RISK_LEVEL_COUNT for a note that was never analysed. */
static enum risk_level risk_of(const struct note *note) {
    enum risk_level level = RISK_LOW;
    while (level < RISK_LEVEL_COUNT &&
           (!note->risk_level || strcmp(risk_level_name(level), note->risk_level) != 0))
        level++;
    return level;
}

static bool has_signal(const struct note *note, enum insight_signal signal) {
    return note->signals_json && strstr(note->signals_json, insight_signal_name(signal));
}

static const char *quote(struct writer *writer, const struct note *note) {
    return text_shorten(writer->arena, note->text, NOTE_QUOTE_CODEPOINTS);
}

static const struct requirement *requirement_of(struct writer *writer, const char *text) {
    const struct recap_material *material = writer->material;
    for (size_t i = 0; i < material->requirement_count; i++)
        if (requirement_is_named_in(&material->requirements[i], text, writer->arena))
            return &material->requirements[i];
    return NULL;
}

static const struct note *note_about(struct writer *writer, const struct requirement *requirement) {
    const struct note_list *notes = &writer->material->notes;
    for (size_t i = 0; i < notes->count; i++)
        if (requirement_is_named_in(requirement, notes->items[i].text, writer->arena))
            return &notes->items[i];
    return NULL;
}

/* --- summary --- */

static void add_requirements_named(struct writer *writer) {
    const struct recap_material *material = writer->material;
    const struct note *notes[REQUIREMENTS_MAX];
    struct buffer names = {.arena = writer->arena};
    size_t named = 0;
    for (size_t i = 0; i < material->requirement_count; i++) {
        const struct note *note = note_about(writer, &material->requirements[i]);
        if (!note)
            continue;
        if (named < NAMED_REQUIREMENTS_MAX)
            buffer_printf(&names, "%s%s", named ? ", " : "", material->requirements[i].core);
        notes[named++] = note;
    }
    if (named > NAMED_REQUIREMENTS_MAX)
        buffer_append_text(&names, ", …");
    struct cited_sentence *sentence =
        named ? add(writer, RECAP_SUMMARY, REQUIREMENTS_NAMED, named, material->requirement_count, names.data)
              : add(writer, RECAP_SUMMARY, REQUIREMENTS_NONE, material->requirement_count);
    for (size_t i = 0; i < named; i++)
        if (i == 0 || notes[i] != notes[i - 1])
            cite_note(sentence, notes[i]);
    if (!named)
        cite_job(writer, sentence, &material->requirements[0]);
}

static void add_summary(struct writer *writer) {
    const struct recap_material *material = writer->material;
    size_t risks[RISK_LEVEL_COUNT + 1] = {0};
    size_t asked = 0;
    if (material->notes.count == 0) {
        add(writer, RECAP_SUMMARY, NOTHING_NOTED);
        return;
    }
    for (size_t i = 0; i < material->questions.count; i++)
        asked += material->questions.items[i].asked_at != 0;
    for (size_t i = 0; i < material->notes.count; i++)
        risks[risk_of(&material->notes.items[i])]++;
    cite_note(add(writer, RECAP_SUMMARY, COUNTS, material->notes.count, asked, material->questions.count),
              &material->notes.items[0]);
    struct cited_sentence *sentence =
        add(writer, RECAP_SUMMARY, RISKS, risks[RISK_LOW], risks[RISK_MEDIUM], risks[RISK_HIGH]);
    for (size_t i = 0; i < material->notes.count; i++)
        cite_note(sentence, &material->notes.items[i]);
    if (material->requirement_count > 0)
        add_requirements_named(writer);
}

/* --- strengths and gaps --- */

static void add_strength(struct writer *writer, const struct note *note) {
    const struct requirement *requirement = requirement_of(writer, note->text);
    struct cited_sentence *sentence =
        requirement ? add(writer, RECAP_STRENGTHS, STRENGTH_ON, requirement->core, quote(writer, note))
                    : add(writer, RECAP_STRENGTHS, STRENGTH, quote(writer, note));
    cite_note(sentence, note);
    if (requirement)
        cite_job(writer, sentence, requirement);
}

/* Notes that speak of a requirement say more about the job, so they come first. */
static void add_strengths(struct writer *writer) {
    const struct note_list *notes = &writer->material->notes;
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < notes->count; i++) {
            const struct note *note = &notes->items[i];
            bool on_requirement = requirement_of(writer, note->text) != NULL;
            if (risk_of(note) == RISK_LOW && on_requirement == (named == 1) &&
                writer->out->counts[RECAP_STRENGTHS] < QUOTED_NOTES_MAX)
                add_strength(writer, note);
        }
}

static void add_gaps_of_risk(struct writer *writer, enum risk_level risk, enum phrase phrase) {
    const struct note_list *notes = &writer->material->notes;
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        if (risk_of(note) == risk && writer->out->counts[RECAP_GAPS] < QUOTED_NOTES_MAX)
            cite_note(add(writer, RECAP_GAPS, phrase, quote(writer, note)), note);
    }
}

/* Musts that no note speaks of; at most UNCOVERED_MAX. */
static size_t uncovered_musts(struct writer *writer, const struct requirement *out[UNCOVERED_MAX]) {
    const struct recap_material *material = writer->material;
    size_t count = 0;
    for (size_t i = 0; i < material->requirement_count && count < UNCOVERED_MAX; i++)
        if (material->requirements[i].weight == REQUIREMENT_MUST &&
            !note_about(writer, &material->requirements[i]))
            out[count++] = &material->requirements[i];
    return count;
}

static void add_gaps(struct writer *writer) {
    const struct requirement *uncovered[UNCOVERED_MAX];
    add_gaps_of_risk(writer, RISK_HIGH, PROBLEM);
    add_gaps_of_risk(writer, RISK_MEDIUM, DOUBT);
    size_t count = uncovered_musts(writer, uncovered);
    for (size_t i = 0; i < count; i++)
        cite_job(writer, add(writer, RECAP_GAPS, NOT_COVERED, uncovered[i]->core), uncovered[i]);
}

/* --- next steps --- */

static enum phrase step_for(const struct note *note) {
    if (has_signal(note, SIGNAL_INCONSISTENCY))
        return STEP_CONTRADICTION;
    return risk_of(note) == RISK_HIGH ? STEP_PROBLEM : STEP_DOUBT;
}

static void add_steps_of_risk(struct writer *writer, enum risk_level risk) {
    const struct note_list *notes = &writer->material->notes;
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        if (risk_of(note) == risk && writer->out->counts[RECAP_NEXT_STEPS] < QUOTED_NOTES_MAX)
            cite_note(add(writer, RECAP_NEXT_STEPS, step_for(note), quote(writer, note)), note);
    }
}

/* A private question that was never asked stays private: only everybody's are named here. */
static void add_first_unasked(struct writer *writer) {
    const struct question_list *questions = &writer->material->questions;
    for (size_t i = 0; i < questions->count; i++) {
        const struct question *question = &questions->items[i];
        if (question->asked_at || question->recruiter_id)
            continue;
        cite(add(writer, RECAP_NEXT_STEPS, STEP_UNASKED, question->text), "question", question->id,
             question->text);
        return;
    }
}

static void add_next_steps(struct writer *writer) {
    const struct requirement *uncovered[UNCOVERED_MAX];
    add_steps_of_risk(writer, RISK_HIGH);
    add_steps_of_risk(writer, RISK_MEDIUM);
    size_t count = uncovered_musts(writer, uncovered);
    for (size_t i = 0; i < count; i++)
        cite_job(writer, add(writer, RECAP_NEXT_STEPS, STEP_NOT_COVERED, uncovered[i]->core), uncovered[i]);
    add_first_unasked(writer);
    if (writer->out->counts[RECAP_NEXT_STEPS] == 0 && writer->material->notes.count > 0)
        cite_note(add(writer, RECAP_NEXT_STEPS, STEP_NOTHING_OPEN), &writer->material->notes.items[0]);
}

void recap_word_locally(const struct recap_material *material, struct arena *arena, struct recap_text *out) {
    struct writer writer = {.material = material, .arena = arena, .out = out};
    *out = (struct recap_text){0};
    add_summary(&writer);
    add_strengths(&writer);
    add_gaps(&writer);
    add_next_steps(&writer);
}
