/* What notes and asked questions say of each requirement.
 *
 * A note is read clause by clause: each clause belongs to the requirements that it names, one that names none to
 * those of the clause beside it, else to what the question aims at that the note answers. What a note says of
 * one requirement is judged by the clauses that belong to it.
 */
#include <string.h>

#include "base/text.h"

#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "requirement/words.h"

/* Share of a requirement's words above which a text speaks of it. */
static const double SPEAKS_OF = 0.5;
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
    if (terms_share_name(&wanted->terms, text))
        return 1 + share;
    return share >= SPEAKS_OF ? share : 0;
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

/* A clause that names nothing goes with the one before it, the first ones with the question, else with the
 * next. */
static void fill_unnamed(requirement_set *sets, size_t count, requirement_set question) {
    requirement_set before = question;
    for (size_t i = 0; i < count; i++) {
        if (sets[i] == 0)
            sets[i] = before;
        before = sets[i];
    }
    for (size_t i = count; i > 1; i--)
        if (sets[i - 2] == 0)
            sets[i - 2] = sets[i - 1];
}

/* --- what is said --- */

/* Something asked for is said to be missing. */
static bool reports_absence(const char *text, struct arena *arena) {
    static const char *const ABSENT[] = {
        "never used", "never worked", "never done", "never had", "never touched", "never managed", "never led",
        "no experience", "no knowledge", "does not know", "doesnt know", "doesn't know", "does not have",
        "doesn't have", "has no ", "has not got", "has never", "had never", "not have a", "not have the",
        "without a ", "lacks ", "lack of ", "missing", "expired", "not registered", "does not speak",
        "doesn't speak", "cannot ", "can't ", "mai usato", "mai usata", "mai lavorato", "mai fatto", "mai avuto",
        "mai gestito", "mai visto", "nessuna esperienza", "nessuna conoscenza", "senza esperienza", "non conosce",
        "non ha mai", "non ha la ", "non ha il ", "non ha l", "non ha esperienza", "non sa ", "non parla",
        "non possiede", "non e in possesso", "privo di", "priva di", "manca ", "scadut", "non iscritt",
        "zero esperienza", "zero experience",
    };
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof ABSENT / sizeof *ABSENT; i++)
        if (folded_has_stem(folded, ABSENT[i]))
            return true;
    return false;
}

static enum stance stance_of(const struct matrix_reader *reader, const char *text, const char *risk_level,
                             bool inconsistent) {
    if (inconsistent || strcmp(risk_level, risk_level_name(RISK_HIGH)) == 0)
        return STANCE_AGAINST;
    if (strcmp(risk_level, risk_level_name(RISK_LOW)) == 0)
        return STANCE_FOR;
    return reports_absence(text, reader->arena) ? STANCE_AGAINST : STANCE_OPEN;
}

/* The note's stored verdict where all of it is meant, else that of the part. */
static enum stance judge(const struct matrix_reader *reader, const struct note *note, const char *part,
                         bool is_whole) {
    if (is_whole && note->risk_level) {
        bool inconsistent = note->signals_json &&
                            strstr(note->signals_json, insight_signal_name(SIGNAL_INCONSISTENCY));
        return stance_of(reader, part, note->risk_level, inconsistent);
    }
    struct insight insight;
    insight_analyse(reader->insight_model, part, NULL, reader->arena, &insight);
    return stance_of(reader, part, risk_level_name(insight.risk), insight.signals[SIGNAL_INCONSISTENCY]);
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

static void read_question(const struct matrix_reader *reader, const struct wanted *wanted,
                          const struct question *question, struct matrix *matrix, requirement_set *set) {
    struct terms terms;
    terms_read(reader->insight_model, question->text, reader->arena, &terms);
    *set = find_named(wanted, matrix->count, &terms);
    struct matrix_mention mention = {"question", question->id, question->text, STANCE_OPEN, question->asked_at};
    for (size_t i = 0; i < matrix->count && question->asked_at; i++)
        if (*set >> i & 1)
            add_mention(&matrix->rows[i], &mention);
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

static void read_note(const struct matrix_reader *reader, const struct wanted *wanted, const struct note *note,
                      requirement_set question, struct matrix *matrix) {
    struct clause clauses[CLAUSES_MAX];
    requirement_set sets[CLAUSES_MAX], all = 0, common = ~(requirement_set)0;
    size_t count = clause_split(reader, note->text, clauses);
    for (size_t i = 0; i < count; i++)
        sets[i] = find_named(wanted, matrix->count, &clauses[i].terms);
    fill_unnamed(sets, count, question);
    for (size_t i = 0; i < count; i++) {
        all |= sets[i];
        common &= sets[i];
    }
    for (size_t i = 0; i < matrix->count; i++) {
        if (!(all >> i & 1))
            continue;
        const char *part = quote_clauses(reader, clauses, sets, count, i);
        struct matrix_mention mention = {"note", note->id, part, STANCE_OPEN, note->created_at};
        mention.stance = judge(reader, note, part, common >> i & 1);
        add_mention(&matrix->rows[i], &mention);
    }
}

static enum requirement_state state_of(const struct matrix_row *row) {
    for (size_t i = row->mention_count; i > 0; i--)
        if (row->mentions[i - 1].stance != STANCE_OPEN)
            return row->mentions[i - 1].stance == STANCE_FOR ? STATE_EVIDENCED : STATE_CONTRADICTED;
    return row->mention_count ? STATE_ASKED : STATE_UNTOUCHED;
}

void state_find(const struct matrix_reader *reader, const struct wanted *wanted,
                const struct note_list *notes, const struct question_list *questions, struct matrix *matrix) {
    requirement_set *aims = arena_array(reader->arena, questions->count + 1, sizeof *aims);
    for (size_t i = 0; i < questions->count; i++)
        read_question(reader, wanted, &questions->items[i], matrix, &aims[i]);
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = &notes->items[i];
        requirement_set aim = 0;
        for (size_t k = 0; k < questions->count && note->question_id; k++)
            if (strcmp(questions->items[k].id, note->question_id) == 0)
                aim = aims[k];
        read_note(reader, wanted, note, aim, matrix);
    }
    for (size_t i = 0; i < matrix->count; i++) {
        matrix->rows[i].state = state_of(&matrix->rows[i]);
        matrix->counts[matrix->rows[i].state]++;
    }
}
