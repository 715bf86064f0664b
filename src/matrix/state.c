/* What notes and asked questions say of each requirement.
 *
 * A note is read clause by clause: each clause belongs to the requirements that it names, one that names none
 * to those of the clause beside it, else to what the question aims at that the note answers. What a note says
 * of one requirement is judged by the clauses that belong to it.
 */
#include <math.h>
#include <string.h>

#include "base/text.h"

#include "claim/claim.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "matrix/matrix_internal.h"
#include "nn/vector_memo.h"
#include "requirement/words.h"

const char *requirement_state_name(enum requirement_state state) {
    static const char *const NAMES[REQUIREMENT_STATE_COUNT] = {"untouched", "asked", "evidenced",
                                                               "contradicted"};
    return NAMES[state];
}

/* --- which requirements a text is about --- */

/* One bit a requirement. */
typedef uint32_t requirement_set;
_Static_assert(REQUIREMENTS_MAX <= 32, "a set has one bit a requirement");

static requirement_set bit(size_t requirement) {
    return (requirement_set)1 << requirement;
}

static requirement_set find_likely(enum subject_of of, const double *likely, size_t count) {
    requirement_set set = 0;
    for (size_t i = 0; i < count; i++)
        if (likely[i] >= subject_likely(of))
            set |= bit(i);
    return set;
}

/* Where none is likely, the one that alone comes into question. */
static requirement_set find_alone(const double *likely, size_t count) {
    static const double AT_LEAST = 0.2, TIMES = 3;
    double best = 0, second = 0;
    requirement_set set = 0;
    for (size_t i = 0; i < count; i++) {
        second = fmax(second, fmin(best, likely[i]));
        set = likely[i] > best ? bit(i) : set;
        best = fmax(best, likely[i]);
    }
    return best >= AT_LEAST && best >= TIMES * second ? set : 0;
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

/* What the interview says, read. */
struct said {
    const struct question_list *questions;
    struct gist *question_gists;
    double (*aims)[REQUIREMENTS_MAX]; /* how likely each question is about each requirement */
    const struct note_list *notes;
    struct gist *note_gists;
};

/* A note taken apart, where it may be about several requirements. */
struct reading {
    struct clause clauses[CLAUSES_MAX];
    size_t count;
    requirement_set all;               /* what the whole is about */
    requirement_set sets[CLAUSES_MAX]; /* what each clause is about */
};

/* The question that the note answers; NULL: none. */
static const struct gist *question_of(const struct said *said, const struct note *note) {
    for (size_t i = 0; i < said->questions->count && note->question_id; i++)
        if (strcmp(said->questions->items[i].id, note->question_id) == 0)
            return &said->question_gists[i];
    return NULL;
}

/* How likely each requirement is what that question is about; NULL: there is none. */
static const double *expected_of(const struct said *said, const struct note *note) {
    const struct gist *question = question_of(said, note);
    return question ? said->aims[question - said->question_gists] : NULL;
}

static bool is_of_several_sentences(const struct reading *reading) {
    for (size_t i = 1; i < reading->count; i++)
        if (!reading->clauses[i].goes_on)
            return true;
    return false;
}

static void embed_clauses(const struct matrix_reader *reader, struct reading *reading) {
    struct gist *all[CLAUSES_MAX];
    for (size_t i = 0; i < reading->count; i++) {
        gist_read(reader->insight_model, reading->clauses[i].text, reader->arena, &reading->clauses[i].gist);
        all[i] = &reading->clauses[i].gist;
    }
    gists_embed(reader->request->worker, all, reading->count, reader->arena);
}

/* A requirement that only the whole names is what all of it is about. */
static void share_out(const struct matrix_reader *reader, const struct wanted *wanted, size_t count,
                      requirement_set question, struct reading *reading) {
    double likely[REQUIREMENTS_MAX];
    requirement_set covered = 0, most = is_of_several_sentences(reading) ? ~(requirement_set)0 : reading->all;
    embed_clauses(reader, reading);
    for (size_t i = 0; i < reading->count; i++) {
        subjects_weigh(wanted->subjects, SUBJECT_OF_NOTE, &reading->clauses[i].gist, NULL, reader->arena,
                       likely);
        reading->sets[i] = find_likely(SUBJECT_OF_NOTE, likely, count) & most;
    }
    join_at_commas(reader, reading->clauses, reading->sets, reading->count);
    fill_unnamed(reading->clauses, reading->sets, reading->count, question & reading->all);
    for (size_t i = 0; i < reading->count; i++)
        covered |= reading->sets[i];
    for (size_t i = 0; i < reading->count; i++)
        reading->sets[i] |= reading->all & ~covered;
    reading->all |= covered;
}

static void read_note(const struct matrix_reader *reader, const struct wanted *wanted, size_t count,
                      const struct said *said, size_t note, struct reading *out) {
    double likely[REQUIREMENTS_MAX];
    const double *expected = expected_of(said, &said->notes->items[note]);
    subjects_weigh(wanted->subjects, SUBJECT_OF_NOTE, &said->note_gists[note], expected, reader->arena,
                   likely);
    requirement_set question = expected ? find_likely(SUBJECT_OF_QUESTION, expected, count) : 0;
    out->all = find_likely(SUBJECT_OF_NOTE, likely, count);
    if (out->all == 0)
        out->all = question ? question : find_alone(likely, count);
    out->count = clause_split(said->notes->items[note].text, reader->arena, out->clauses);
    bool has_several = (out->all & (out->all - 1)) != 0;
    if (has_several || is_of_several_sentences(out))
        share_out(reader, wanted, count, question, out);
    else
        for (size_t i = 0; i < out->count; i++)
            out->sets[i] = out->all;
}

/* A verdict that is graver than the words comes from what they contradict. */
static bool contradicts(const struct note *note) {
    return note->reasons_json && strstr(note->reasons_json, "\"explanation\"");
}

static void take_note(const struct matrix_reader *reader, const struct wanted *wanted,
                      const struct note *note, const struct reading *reading, struct matrix *matrix) {
    for (size_t i = 0; i < matrix->count; i++) {
        if (!(reading->all & bit(i)))
            continue;
        const char *part = quote_clauses(reader, reading->clauses, reading->sets, reading->count, i);
        struct matrix_mention mention = {"note", note->id, part, STANCE_OPEN, note->created_at};
        mention.stance = contradicts(note) ? STANCE_AGAINST : stance_of(reader, &wanted->asked[i], part);
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

static struct said read_said(const struct matrix_reader *reader, const struct note_list *notes,
                             const struct question_list *questions) {
    struct arena *arena = reader->arena;
    struct said said = {.questions = questions,
                        .question_gists =
                            arena_array(arena, questions->count + 1, sizeof *said.question_gists),
                        .aims = arena_array(arena, questions->count + 1, sizeof *said.aims),
                        .notes = notes,
                        .note_gists = arena_array(arena, notes->count + 1, sizeof *said.note_gists)};
    struct gist **all = arena_array(arena, notes->count + questions->count + 1, sizeof *all);
    size_t count = 0;
    for (size_t i = 0; i < questions->count; i++) {
        gist_read(reader->insight_model, questions->items[i].text, arena, &said.question_gists[i]);
        all[count++] = &said.question_gists[i];
    }
    for (size_t i = 0; i < notes->count; i++) {
        gist_read(reader->insight_model, notes->items[i].text, arena, &said.note_gists[i]);
        const struct gist *question = question_of(&said, &notes->items[i]);
        if (question)
            said.note_gists[i].said =
                arena_printf(arena, "%s %s", question->english, said.note_gists[i].english);
        all[count++] = &said.note_gists[i];
    }
    gists_embed(reader->request->worker, all, count, arena);
    return said;
}

/* A question is asked for something: when no requirement is likely, the likeliest is raised, and the others
 * with it. */
static void raise_aims(double *likely, size_t count) {
    static const double AT_LEAST = 0.2, RAISED = 0.5;
    double best = 0;
    for (size_t i = 0; i < count; i++)
        best = fmax(best, likely[i]);
    for (size_t i = 0; i < count && best >= AT_LEAST && best < RAISED; i++)
        likely[i] *= RAISED / best;
}

void state_find(const struct matrix_reader *reader, const struct wanted *wanted,
                const struct note_list *notes, const struct question_list *questions, struct matrix *matrix) {
    struct said said = read_said(reader, notes, questions);
    struct reading *reading = arena_alloc(reader->arena, sizeof *reading);
    for (size_t i = 0; i < questions->count; i++) {
        subjects_weigh(wanted->subjects, SUBJECT_OF_QUESTION, &said.question_gists[i], NULL, reader->arena,
                       said.aims[i]);
        raise_aims(said.aims[i], matrix->count);
        take_question(&questions->items[i], find_likely(SUBJECT_OF_QUESTION, said.aims[i], matrix->count),
                      matrix);
    }
    for (size_t i = 0; i < notes->count; i++) {
        *reading = (struct reading){0};
        read_note(reader, wanted, matrix->count, &said, i, reading);
        take_note(reader, wanted, &notes->items[i], reading, matrix);
    }
    for (size_t i = 0; i < matrix->count; i++) {
        matrix->rows[i].state = state_of(&matrix->rows[i]);
        matrix->counts[matrix->rows[i].state]++;
    }
}
