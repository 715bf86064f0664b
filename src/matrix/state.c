/* What notes and asked questions say of each requirement.
 *
 * A note is read clause by clause: each clause belongs to the requirements that it names, one that names none
 * to those of the clause beside it, else to what the question aims at that the note answers. What a note says
 * of one requirement is judged by the clauses that belong to it.
 */
#include <string.h>

#include "base/text.h"

#include "claim/claim.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "nn/vector_memo.h"
#include "requirement/words.h"

/* How much the words that a text shares with a requirement count, and how much the likeness of meaning;
 * together they must reach SPEAKS_OF. */
static const double BY_WORDS = 1.0, BY_MEANING = 0.6, SPEAKS_OF = 0.5;
/* Strength of a text that names what the requirement is a case of: nights, a degree. */
static const double BY_CONCEPT = 0.8;
/* A requirement that is named this much less than another in the same clause is not meant. */
static const double BESIDE_THE_POINT = 0.6;

const char *requirement_state_name(enum requirement_state state) {
    static const char *const NAMES[REQUIREMENT_STATE_COUNT] = {"untouched", "asked", "evidenced",
                                                               "contradicted"};
    return NAMES[state];
}

const char *stance_name(enum stance stance) {
    static const char *const NAMES[] = {"open", "for", "against"};
    return NAMES[stance];
}

double wanted_strength(const struct wanted *wanted, const struct terms *text) {
    double share = terms_share(&wanted->terms, text);
    uint64_t concepts = wanted->terms.concepts & text->concepts;
    if (wanted->requirement->kind == REQUIREMENT_LANGUAGE)
        return concepts ? 1 + share : 0;
    if (terms_share_name(&wanted->terms, text))
        return 1 + share;
    if (concepts)
        return BY_CONCEPT + share / 2;
    double strength = BY_WORDS * share + BY_MEANING * terms_likeness(&wanted->terms, text);
    return strength >= SPEAKS_OF ? strength : 0;
}

/* --- which requirements a text is about --- */

/* One bit a requirement. */
typedef uint32_t requirement_set;
_Static_assert(REQUIREMENTS_MAX <= 32, "a set has one bit a requirement");

static requirement_set find_named(const struct wanted *wanted, size_t count, const struct terms *text) {
    double strengths[REQUIREMENTS_MAX], best = 0;
    requirement_set set = 0;
    for (size_t i = 0; i < count; i++) {
        strengths[i] = wanted_strength(&wanted[i], text);
        best = strengths[i] > best ? strengths[i] : best;
    }
    for (size_t i = 0; i < count; i++)
        if (strengths[i] > 0 && strengths[i] >= best * BESIDE_THE_POINT)
            set |= (requirement_set)1 << i;
    return set;
}

/* Where a comma stands between clauses, both go with what either names, unless each is a remark of its own
 * about something else: "SQL strong, Kafka weak". */
static void join_at_commas(const struct matrix_reader *reader, const struct clause *clauses,
                           requirement_set *sets, size_t count) {
    for (size_t i = 1; i < count; i++) {
        bool apart = sets[i] && sets[i - 1] && !(sets[i] & sets[i - 1]) &&
                     clause_is_remark(reader, &clauses[i]) && clause_is_remark(reader, &clauses[i - 1]);
        if (!clauses[i].goes_on || apart)
            continue;
        size_t first = i - 1;
        requirement_set both = sets[i] | sets[i - 1], before = sets[i - 1];
        while (first > 0 && clauses[first].goes_on && sets[first - 1] == before)
            first--;
        for (size_t k = first; k <= i; k++)
            sets[k] = both;
    }
}

/* A clause that names nothing goes with the one before it, the first ones with the question, else with the
 * next of their sentence. */
static void fill_unnamed(const struct clause *clauses, requirement_set *sets, size_t count,
                         requirement_set question) {
    requirement_set before = question;
    for (size_t i = 0; i < count; i++) {
        if (sets[i] == 0)
            sets[i] = before;
        before = sets[i];
    }
    for (size_t i = count; i > 1; i--)
        if (sets[i - 2] == 0 && clauses[i - 1].goes_on)
            sets[i - 2] = sets[i - 1];
}

/* --- what is said --- */

/* "never welded", "mai saldato", "in produzione mai"; what went wrong and never did is no denial. */
static bool denies_doing(const char *text, struct arena *arena) {
    static const char *const TROUBLE[] = {"problem", "issue", "complain", "accident", "incident",
                                          "lament",  "late",  "ritard",   "missed",   "failed"};
    static const char *const DONE[] = {"ed",  "ne",  "en",  "ato", "ata", "ate", "ati", "uto",
                                       "uta", "ito", "ita", "tto", "tta", "tte", "sto", "sta"};
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof TROUBLE / sizeof *TROUBLE; i++)
        if (folded_has_stem(folded, TROUBLE[i]))
            return false;
    struct word word;
    bool after_never = false;
    for (const char *at = text; word_next(text, &at, &word);) {
        const char *said = word_fold(&word, arena);
        for (size_t i = 0; after_never && i < sizeof DONE / sizeof *DONE; i++)
            if (text_ends_with_ignoring_case(said, DONE[i]))
                return true;
        after_never = strcmp(said, "never") == 0 || strcmp(said, "mai") == 0;
        if (after_never && at[strspn(at, " .!")] == '\0')
            return true;
    }
    return false;
}

/* Something asked for is said to be missing. */
static bool reports_absence(const char *text, struct arena *arena) {
    static const char *const ABSENT[] = {
        "never used",
        "never worked",
        "never done",
        "never had",
        "never touched",
        "never managed",
        "never led",
        "no experience",
        "no knowledge",
        "does not know",
        "doesnt know",
        "doesn't know",
        "does not have",
        "doesn't have",
        "has no ",
        "has not got",
        "has never",
        "had never",
        "not have a",
        "not have the",
        "without a ",
        "lacks ",
        "lack of ",
        "no idea",
        "expired",
        "not registered",
        "does not speak",
        "doesn't speak",
        "cannot ",
        "can't ",
        "mai usato",
        "mai usata",
        "mai lavorato",
        "mai fatto",
        "mai avuto",
        "mai gestito",
        "mai visto",
        "nessuna esperienza",
        "nessuna conoscenza",
        "senza esperienza",
        "non conosce",
        "non ha mai",
        "non ha la ",
        "non ha il ",
        "non ha l",
        "non ha esperienza",
        "non sa ",
        "non parla",
        "non possiede",
        "non e in possesso",
        "privo di",
        "priva di",
        "non e abilitat",
        "scadut",
        "non iscritt",
        "zero esperienza",
        "zero experience",
        "lapsed",
        "suspended",
        "sospes",
        "revoked",
        "revocat",
        "not renewed",
        "scadere",
        "no training",
        "refuses",
        "rifiuta",
        "won't ",
        "wont ",
        "will not ",
        "would not ",
        "not possible",
        "impossible",
        "impossibil",
        "non vuole",
        "non e dispost",
        "non disponibil",
        "not willing",
        "does not want",
        "doesn't want",
        "a zero",
    };
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof ABSENT / sizeof *ABSENT; i++)
        if (folded_has_stem(folded, ABSENT[i]))
            return true;
    return denies_doing(text, arena);
}

/* A medium risk as near to a low one as this leaves nothing open, unless the note reports a doubtful answer.
 */
static const double HARDLY_A_RISK = 0.42;

static enum stance stance_of(const struct matrix_reader *reader, const char *text, const char *risk_level,
                             double risk_score, bool doubtful) {
    if (strcmp(risk_level, risk_level_name(RISK_HIGH)) == 0)
        return STANCE_AGAINST;
    if (strcmp(risk_level, risk_level_name(RISK_LOW)) == 0)
        return STANCE_FOR;
    if (reports_absence(text, reader->arena))
        return STANCE_AGAINST;
    return risk_score < HARDLY_A_RISK && !doubtful ? STANCE_FOR : STANCE_OPEN;
}

static bool has_signal(const struct note *note, enum insight_signal signal) {
    return note->signals_json && strstr(note->signals_json, insight_signal_name(signal));
}

/* As note_read, for a part that is read again with every answer. */
static void read_part(const struct matrix_reader *reader, const char *part, struct insight *out) {
    const struct worker *worker = reader->request->worker;
    const char *glossed = insight_text_to_embed(reader->insight_model, part, reader->arena);
    size_t length = strlen(glossed);
    float vector[INSIGHT_EMBEDDING_SIZE];
    if (worker->insight_embedder)
        vector_memo_embed(worker->insight_vectors, worker->insight_embedder, &glossed, &length, 1, vector);
    insight_analyse(reader->insight_model, part, worker->insight_embedder ? vector : NULL, reader->arena,
                    out);
}

/* Less than the level or the time that is asked for is a negative, whatever the words; enough of it settles
 * what they leave open. */
static enum stance measured(const struct matrix_reader *reader, const struct wanted *wanted, const char *part,
                            enum stance stance) {
    struct claim_measure said;
    const struct claim_measure *asked = &wanted->asked;
    if (asked->level_least == 0 && asked->months == 0)
        return stance;
    claim_measure(part, reader->arena, &said);
    bool of_level = asked->level_least > 0;
    double most = of_level ? said.level_most : said.months;
    double least = of_level ? asked->level_least : asked->months;
    if (most == 0)
        return stance;
    if (most < least)
        return STANCE_AGAINST;
    return stance == STANCE_OPEN ? STANCE_FOR : stance;
}

/* The note's stored verdict where all of it is meant, else that of the part. */
static enum stance judge(const struct matrix_reader *reader, const struct note *note, const char *part,
                         bool is_whole) {
    if (is_whole && note->risk_level)
        return stance_of(reader, part, note->risk_level, note->risk_score,
                         has_signal(note, SIGNAL_HESITATION) || has_signal(note, SIGNAL_EVASIVENESS));
    struct insight insight;
    read_part(reader, part, &insight);
    double score = (double)insight.score[RISK_HIGH] + 0.5 * (double)insight.score[RISK_MEDIUM];
    return stance_of(reader, part, risk_level_name(insight.risk), score,
                     insight.signals[SIGNAL_HESITATION] || insight.signals[SIGNAL_EVASIVENESS]);
}

/* --- into the rows --- */

/* Only the latest stay. */
static void add_mention(struct matrix_row *row, const struct matrix_mention *mention) {
    if (row->mention_count == MATRIX_MENTIONS_MAX) {
        memmove(row->mentions, row->mentions + 1, sizeof *row->mentions * (MATRIX_MENTIONS_MAX - 1));
        row->mention_count--;
    }
    size_t at = row->mention_count++;
    while (at > 0 && row->mentions[at - 1].at > mention->at) {
        row->mentions[at] = row->mentions[at - 1];
        at--;
    }
    row->mentions[at] = *mention;
}

/* What the note says of one requirement, in its own words: its clauses, with the marks between neighbours. */
static const char *quote_clauses(const struct matrix_reader *reader, const struct clause *clauses,
                                 const requirement_set *sets, size_t count, size_t requirement) {
    struct buffer text = {.arena = reader->arena};
    const char *end = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!(sets[i] >> requirement & 1))
            continue;
        bool goes_on = i > 0 && end == clauses[i - 1].end;
        const char *from = goes_on ? end : clauses[i].start;
        if (end && !goes_on)
            buffer_append_text(&text, " … ");
        end = clauses[i].end;
        buffer_append(&text, from, (size_t)(end - from));
    }
    return text_trim(reader->arena, text.data);
}

/* A note and what it answers, taken apart. */
struct reading {
    const struct note *note;
    struct clause clauses[CLAUSES_MAX];
    size_t count;
};

static void take_note(const struct matrix_reader *reader, const struct wanted *wanted,
                      const struct reading *reading, requirement_set question, struct matrix *matrix) {
    const struct clause *clauses = reading->clauses;
    requirement_set sets[CLAUSES_MAX], all = 0, common = ~(requirement_set)0;
    for (size_t i = 0; i < reading->count; i++)
        sets[i] = find_named(wanted, matrix->count, &clauses[i].terms);
    join_at_commas(reader, clauses, sets, reading->count);
    fill_unnamed(clauses, sets, reading->count, question);
    for (size_t i = 0; i < reading->count; i++) {
        all |= sets[i];
        common &= sets[i];
    }
    for (size_t i = 0; i < matrix->count; i++) {
        if (!(all >> i & 1))
            continue;
        const struct note *note = reading->note;
        const char *part = quote_clauses(reader, clauses, sets, reading->count, i);
        struct matrix_mention mention = {"note", note->id, part, STANCE_OPEN, note->created_at};
        mention.stance = measured(reader, &wanted[i], part, judge(reader, note, part, common >> i & 1));
        add_mention(&matrix->rows[i], &mention);
    }
}

static void take_question(const struct question *question, requirement_set aims, struct matrix *matrix) {
    struct matrix_mention mention = {"question", question->id, question->text, STANCE_OPEN,
                                     question->asked_at};
    for (size_t i = 0; i < matrix->count; i++) {
        struct matrix_row *row = &matrix->rows[i];
        if (!(aims >> i & 1))
            continue;
        if (question->asked_at)
            add_mention(row, &mention);
        else if (row->prepared == NULL)
            row->prepared = question;
    }
}

static enum requirement_state state_of(const struct matrix_row *row) {
    for (size_t i = row->mention_count; i > 0; i--)
        if (row->mentions[i - 1].stance != STANCE_OPEN)
            return row->mentions[i - 1].stance == STANCE_FOR ? STATE_EVIDENCED : STATE_CONTRADICTED;
    return row->mention_count ? STATE_ASKED : STATE_UNTOUCHED;
}

/* --- all together --- */

/* Everything that is said, read and embedded in one go. */
struct said {
    struct reading *notes;
    struct terms *questions;
};

static struct said read_said(const struct matrix_reader *reader, const struct note_list *notes,
                             const struct question_list *questions) {
    struct arena *arena = reader->arena;
    struct said said = {arena_array(arena, notes->count + 1, sizeof *said.notes),
                        arena_array(arena, questions->count + 1, sizeof *said.questions)};
    struct terms **all = arena_array(arena, notes->count * CLAUSES_MAX + questions->count + 1, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < questions->count; i++) {
        terms_read(reader->insight_model, questions->items[i].text, arena, &said.questions[i]);
        all[count++] = &said.questions[i];
    }
    for (size_t i = 0; i < notes->count; i++) {
        struct reading *reading = &said.notes[i];
        reading->note = &notes->items[i];
        reading->count = clause_split(reader, notes->items[i].text, reading->clauses);
        for (size_t k = 0; k < reading->count; k++)
            all[count++] = &reading->clauses[k].terms;
    }
    terms_embed(reader->request->worker, all, count, arena);
    return said;
}

static requirement_set aims_of(const struct question_list *questions, const requirement_set *aims,
                               const struct note *note) {
    for (size_t i = 0; i < questions->count && note->question_id; i++)
        if (strcmp(questions->items[i].id, note->question_id) == 0)
            return aims[i];
    return 0;
}

void state_find(const struct matrix_reader *reader, const struct wanted *wanted,
                const struct note_list *notes, const struct question_list *questions, struct matrix *matrix) {
    requirement_set *aims = arena_array(reader->arena, questions->count + 1, sizeof *aims);
    struct said said = read_said(reader, notes, questions);
    for (size_t i = 0; i < questions->count; i++) {
        aims[i] = find_named(wanted, matrix->count, &said.questions[i]);
        take_question(&questions->items[i], aims[i], matrix);
    }
    for (size_t i = 0; i < notes->count; i++)
        take_note(reader, wanted, &said.notes[i], aims_of(questions, aims, &notes->items[i]), matrix);
    for (size_t i = 0; i < matrix->count; i++) {
        matrix->rows[i].state = state_of(&matrix->rows[i]);
        matrix->counts[matrix->rows[i].state]++;
    }
}
