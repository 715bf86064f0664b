/* Says in one sentence why a requirement is in its state. A note is quoted, never paraphrased. */
#include "base/text.h"
#include "matrix/matrix_internal.h"

enum { QUOTE_CODEPOINTS = 120 };

enum why { WHY_UNTOUCHED, WHY_UNTOUCHED_CV, WHY_ASKED, WHY_OPEN, WHY_EVIDENCED, WHY_CONTRADICTED, WHYS };

static const char *const WHY_IN[WHYS][2] = {
    [WHY_UNTOUCHED] = {"Nobody has spoken of it yet, and the CV does not name it.",
                       "Nessuno ne ha ancora parlato e il CV non ne parla."},
    [WHY_UNTOUCHED_CV] = {"Nobody has spoken of it yet; the CV says “%s”.",
                          "Nessuno ne ha ancora parlato; il CV dice «%s»."},
    [WHY_ASKED] = {"Asked, with no note on the answer yet: “%s”",
                   "Chiesto, ma non c’è ancora una nota sulla risposta: «%s»"},
    [WHY_OPEN] = {"A note speaks of it and leaves it open: “%s”",
                  "Una nota ne parla e lo lascia aperto: «%s»"},
    [WHY_EVIDENCED] = {"A note reports sound evidence: “%s”", "Una nota riporta un riscontro solido: «%s»"},
    [WHY_CONTRADICTED] = {"A note reports a clear negative: “%s”",
                          "Una nota riporta un riscontro nettamente negativo: «%s»"},
};

/* The mention that decided: the latest clear one, else the latest note, else the latest question. */
static const struct matrix_mention *deciding(const struct matrix_row *row) {
    const struct matrix_mention *note = NULL;
    for (size_t i = row->mention_count; i > 0; i--) {
        const struct matrix_mention *mention = &row->mentions[i - 1];
        if (mention->stance != STANCE_OPEN)
            return mention;
        if (note == NULL && mention->type[0] == 'n')
            note = mention;
    }
    return note ? note : row->mention_count ? &row->mentions[row->mention_count - 1] : NULL;
}

static enum why why_of(const struct matrix_row *row, const struct matrix_mention *mention) {
    switch (row->state) {
    case STATE_EVIDENCED:
        return WHY_EVIDENCED;
    case STATE_CONTRADICTED:
        return WHY_CONTRADICTED;
    case STATE_ASKED:
        return mention->type[0] == 'n' ? WHY_OPEN : WHY_ASKED;
    default:
        return row->passage_count ? WHY_UNTOUCHED_CV : WHY_UNTOUCHED;
    }
}

const char *why_word(const struct matrix_row *row, enum language language, struct arena *arena) {
    const struct matrix_mention *mention = deciding(row);
    enum why why = why_of(row, mention);
    const char *quoted = mention ? mention->text : row->passage_count ? row->passages[0].text : "";
    return arena_printf(arena, WHY_IN[why][language], text_shorten(arena, quoted, QUOTE_CODEPOINTS));
}
