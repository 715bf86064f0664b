/* The recap's local wording. A note is quoted, never paraphrased: what it says of a person stays in the words
 * of the one who was there, and what these sentences add is only where it belongs. */
#include "recap/recap.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

enum { QUOTED_NOTES_MAX = 5, UNCOVERED_MAX = 3, NOTE_QUOTE_CODEPOINTS = 220, NAMED_REQUIREMENTS_MAX = 5 };

/* The two languages side by side, so that neither is forgotten. */
enum phrase {
    NOTHING_NOTED,
    COUNTS,
    RISKS,
    MUSTS,
    ALL_REQUIREMENTS,
    WITH_EVIDENCE,
    WITH_NEGATIVE,
    LEFT_OPEN,
    STRENGTH_ON,
    STRENGTH,
    PROBLEM_ON,
    PROBLEM,
    DOUBT_ON,
    DOUBT,
    NOT_COVERED,
    ALSO_NOT_COVERED,
    STEP_CONTRADICTION,
    STEP_PROBLEM,
    STEP_DOUBT,
    STEP_NOT_COVERED,
    STEP_ALSO_NOT_COVERED,
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
    [MUSTS] =
        {"Must-haves: %zu. With sound evidence: %zu. With a clear negative: %zu. Still open: %zu.",
         "Requisiti indispensabili: %zu. Con un riscontro solido: %zu. Con un riscontro nettamente negativo: "
         "%zu. Ancora aperti: %zu."},
    [ALL_REQUIREMENTS] =
        {"Requirements: %zu. With sound evidence: %zu. With a clear negative: %zu. Still open: %zu.",
         "Requisiti: %zu. Con un riscontro solido: %zu. Con un riscontro nettamente negativo: %zu. Ancora "
         "aperti: "
         "%zu."},
    [WITH_EVIDENCE] = {"Sound evidence in the notes: %s.", "Riscontro solido nelle note: %s."},
    [WITH_NEGATIVE] = {"A clear negative in the notes: %s.", "Riscontro nettamente negativo nelle note: %s."},
    [LEFT_OPEN] = {"Spoken of and still open: %s.", "Toccato e ancora aperto: %s."},
    [STRENGTH_ON] = {"%s: “%s”", "%s: «%s»"},
    [STRENGTH] = {"“%s”", "«%s»"},
    [PROBLEM_ON] = {"%s: clear problem: “%s”", "%s: problema netto: «%s»"},
    [PROBLEM] = {"Clear problem: “%s”", "Problema netto: «%s»"},
    [DOUBT_ON] = {"%s: to be clarified: “%s”", "%s: da chiarire: «%s»"},
    [DOUBT] = {"To be clarified: “%s”", "Da chiarire: «%s»"},
    [NOT_COVERED] = {"Not covered: %s.", "Non trattato: %s."},
    [ALSO_NOT_COVERED] = {"Not covered either: %s.", "Non trattati nemmeno: %s."},
    [STEP_CONTRADICTION] = {"Resolve the contradiction with dates and facts: “%s”",
                            "Risolvere la contraddizione con date e fatti: «%s»"},
    [STEP_PROBLEM] = {"Hear the candidate's view before deciding: “%s”",
                      "Sentire la versione del candidato prima di decidere: «%s»"},
    [STEP_DOUBT] = {"Ask for one concrete example: “%s”", "Chiedere un esempio concreto: «%s»"},
    [STEP_NOT_COVERED] = {"Ask about this requirement, which was not covered: %s.",
                          "Chiedere di questo requisito, non trattato: %s."},
    [STEP_ALSO_NOT_COVERED] = {"Then ask about what else was not covered: %s.",
                               "Poi chiedere del resto che non è stato trattato: %s."},
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

/* What is asked for, at the start of a sentence. Names such as iOS stay as they are. */
static const char *opening(struct writer *writer, const struct requirement *requirement) {
    char *text = arena_strdup(writer->arena, requirement->core);
    bool is_name = text[0] && text[1] >= 'A' && text[1] <= 'Z';
    if (text[0] >= 'a' && text[0] <= 'z' && !is_name)
        text[0] = (char)(text[0] - 'a' + 'A');
    return text;
}

/* --- what the matrix says --- */

/* The row that the note speaks of with this stance; NULL: none. Musts come first. */
static const struct matrix_row *row_of(struct writer *writer, const struct note *note, enum stance stance) {
    const struct matrix *matrix = &writer->material->matrix;
    for (size_t i = 0; i < matrix->count; i++)
        for (size_t k = 0; k < matrix->rows[i].mention_count; k++) {
            const struct matrix_mention *mention = &matrix->rows[i].mentions[k];
            if (mention->stance == stance && strcmp(mention->id, note->id) == 0)
                return &matrix->rows[i];
        }
    return NULL;
}

/* What decided the state of a row: the latest mention with the stance of the state. */
static const struct matrix_mention *deciding(const struct matrix_row *row) {
    enum stance stance = row->state == STATE_EVIDENCED      ? STANCE_FOR
                         : row->state == STATE_CONTRADICTED ? STANCE_AGAINST
                                                            : STANCE_OPEN;
    for (size_t i = row->mention_count; i > 0; i--)
        if (row->mentions[i - 1].stance == stance)
            return &row->mentions[i - 1];
    return NULL;
}

static bool has_musts(const struct matrix *matrix) {
    return matrix->count && matrix->rows[0].requirement.weight == REQUIREMENT_MUST;
}

static bool is_counted(const struct matrix *matrix, const struct matrix_row *row) {
    return !has_musts(matrix) || row->requirement.weight == REQUIREMENT_MUST;
}

/* --- summary --- */

static void cite_state(struct writer *writer, struct cited_sentence *sentence, enum requirement_state state) {
    const struct matrix *matrix = &writer->material->matrix;
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_mention *mention =
            matrix->rows[i].state == state ? deciding(&matrix->rows[i]) : NULL;
        if (mention)
            cite(sentence, mention->type, mention->id, mention->text);
    }
}

/* Musts lead; a position that names none is counted as a whole. */
static void add_counts_of_matrix(struct writer *writer) {
    const struct matrix *matrix = &writer->material->matrix;
    size_t counts[REQUIREMENT_STATE_COUNT] = {0}, all = 0;
    for (size_t i = 0; i < matrix->count; i++)
        if (is_counted(matrix, &matrix->rows[i])) {
            counts[matrix->rows[i].state]++;
            all++;
        }
    struct cited_sentence *sentence =
        add(writer, RECAP_SUMMARY, has_musts(matrix) ? MUSTS : ALL_REQUIREMENTS, all, counts[STATE_EVIDENCED],
            counts[STATE_CONTRADICTED], counts[STATE_UNTOUCHED] + counts[STATE_ASKED]);
    cite_job(writer, sentence, &matrix->rows[0].requirement);
    cite_state(writer, sentence, STATE_CONTRADICTED);
    cite_state(writer, sentence, STATE_EVIDENCED);
}

/* The names of the requirements in a state, musts first; no sentence when there are none. */
static void add_names(struct writer *writer, enum requirement_state state, enum phrase phrase) {
    const struct matrix *matrix = &writer->material->matrix;
    struct buffer names = {.arena = writer->arena};
    size_t named = 0;
    for (size_t i = 0; i < matrix->count; i++) {
        if (matrix->rows[i].state != state)
            continue;
        if (named++ < NAMED_REQUIREMENTS_MAX)
            buffer_printf(&names, "%s%s", named > 1 ? "; " : "", matrix->rows[i].requirement.core);
    }
    if (named > NAMED_REQUIREMENTS_MAX)
        buffer_append_text(&names, "; …");
    if (named)
        cite_state(writer, add(writer, RECAP_SUMMARY, phrase, names.data), state);
}

static void add_matrix(struct writer *writer) {
    add_counts_of_matrix(writer);
    add_names(writer, STATE_EVIDENCED, WITH_EVIDENCE);
    add_names(writer, STATE_CONTRADICTED, WITH_NEGATIVE);
    add_names(writer, STATE_ASKED, LEFT_OPEN);
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
    if (material->matrix.count > 0)
        add_matrix(writer);
    cite_note(add(writer, RECAP_SUMMARY, COUNTS, material->notes.count, asked, material->questions.count),
              &material->notes.items[0]);
    struct cited_sentence *sentence =
        add(writer, RECAP_SUMMARY, RISKS, risks[RISK_LOW], risks[RISK_MEDIUM], risks[RISK_HIGH]);
    for (size_t i = 0; i < material->notes.count; i++)
        cite_note(sentence, &material->notes.items[i]);
}

/* --- strengths and gaps --- */

/* What a note says, with the requirement that it says it of. */
static void add_note(struct writer *writer, enum recap_part part, const struct note *note, enum stance stance,
                     const enum phrase phrases[2]) {
    const struct matrix_row *row = row_of(writer, note, stance);
    struct cited_sentence *sentence =
        row ? add(writer, part, phrases[0], opening(writer, &row->requirement), quote(writer, note))
            : add(writer, part, phrases[1], quote(writer, note));
    cite_note(sentence, note);
    if (row)
        cite_job(writer, sentence, &row->requirement);
}

/* A remark without risk is no strength yet ("came by bus"). */
static bool reports_something_good(const struct note *note) {
    return note->signals_json && (strstr(note->signals_json, insight_signal_name(SIGNAL_CONCRETENESS)) ||
                                  strstr(note->signals_json, insight_signal_name(SIGNAL_ENTHUSIASM)));
}

static bool is_strength(const struct note *note, bool on_requirement) {
    if (on_requirement)
        return risk_of(note) != RISK_HIGH;
    return risk_of(note) == RISK_LOW && reports_something_good(note);
}

/* Notes that speak of a requirement say more about the job, so they come first. */
static void add_strengths(struct writer *writer) {
    static const enum phrase PHRASES_ON[] = {STRENGTH_ON, STRENGTH};
    const struct note_list *notes = &writer->material->notes;
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < notes->count; i++) {
            const struct note *note = &notes->items[i];
            bool on_requirement = row_of(writer, note, STANCE_FOR) != NULL;
            if (is_strength(note, on_requirement) && on_requirement == (named == 1) &&
                writer->out->counts[RECAP_STRENGTHS] < QUOTED_NOTES_MAX)
                add_note(writer, RECAP_STRENGTHS, note, STANCE_FOR, PHRASES_ON);
        }
}

/* What the notes say against a requirement, unless a later note has settled it. */
static void add_contradicted(struct writer *writer) {
    const struct matrix *matrix = &writer->material->matrix;
    for (size_t i = 0; i < matrix->count && writer->out->counts[RECAP_GAPS] < QUOTED_NOTES_MAX; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        const struct matrix_mention *mention = row->state == STATE_CONTRADICTED ? deciding(row) : NULL;
        if (mention == NULL)
            continue;
        struct cited_sentence *sentence =
            add(writer, RECAP_GAPS, PROBLEM_ON, opening(writer, &row->requirement),
                text_shorten(writer->arena, mention->text, NOTE_QUOTE_CODEPOINTS));
        cite(sentence, mention->type, mention->id, mention->text);
        cite_job(writer, sentence, &row->requirement);
    }
}

/* The others. */
static void add_gaps_of_risk(struct writer *writer, enum risk_level risk, const enum phrase phrases[2]) {
    const struct note_list *notes = &writer->material->notes;
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        bool is_settled =
            row_of(writer, note, STANCE_AGAINST) || (risk == RISK_MEDIUM && row_of(writer, note, STANCE_FOR));
        if (risk_of(note) == risk && !is_settled && writer->out->counts[RECAP_GAPS] < QUOTED_NOTES_MAX)
            add_note(writer, RECAP_GAPS, note, STANCE_OPEN, phrases);
    }
}

/* What counts and has nothing noted of it, asked about or not. */
static size_t find_uncovered(struct writer *writer, const struct requirement *out[REQUIREMENTS_MAX]) {
    const struct matrix *matrix = &writer->material->matrix;
    size_t count = 0;
    for (size_t i = 0; i < matrix->count; i++) {
        const struct matrix_row *row = &matrix->rows[i];
        bool is_noted = false;
        for (size_t k = 0; k < row->mention_count; k++)
            is_noted = is_noted || strcmp(row->mentions[k].type, "note") == 0;
        if (is_counted(matrix, row) && !is_noted)
            out[count++] = &row->requirement;
    }
    return count;
}

/* The first ones in a sentence each, the others in one, so that none is passed over in silence. */
static void add_uncovered(struct writer *writer, enum recap_part part, enum phrase alone, enum phrase rest) {
    const struct requirement *uncovered[REQUIREMENTS_MAX];
    struct buffer names = {.arena = writer->arena};
    size_t count = find_uncovered(writer, uncovered);
    size_t listed = count > UNCOVERED_MAX ? UNCOVERED_MAX - 1 : count;
    for (size_t i = 0; i < listed; i++)
        cite_job(writer, add(writer, part, alone, uncovered[i]->text), uncovered[i]);
    if (listed == count)
        return;
    for (size_t i = listed; i < count; i++)
        buffer_printf(&names, "%s%s", i > listed ? "; " : "", uncovered[i]->text);
    struct cited_sentence *sentence = add(writer, part, rest, names.data);
    for (size_t i = listed; i < count; i++)
        cite_job(writer, sentence, uncovered[i]);
}

static void add_gaps(struct writer *writer) {
    static const enum phrase PROBLEMS[] = {PROBLEM_ON, PROBLEM}, DOUBTS[] = {DOUBT_ON, DOUBT};
    add_contradicted(writer);
    add_gaps_of_risk(writer, RISK_HIGH, PROBLEMS);
    add_gaps_of_risk(writer, RISK_MEDIUM, DOUBTS);
    add_uncovered(writer, RECAP_GAPS, NOT_COVERED, ALSO_NOT_COVERED);
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
    add_steps_of_risk(writer, RISK_HIGH);
    add_steps_of_risk(writer, RISK_MEDIUM);
    add_uncovered(writer, RECAP_NEXT_STEPS, STEP_NOT_COVERED, STEP_ALSO_NOT_COVERED);
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
