#include "matrix/terms.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "insight/insight.h"
#include "requirement/words.h"

enum { TERMS_MAX = 256 /* a note of two dense pages; what lies beyond is not compared */ };

/* Endings of both languages, longest first: what is left must have four letters. */
static const char *const ENDINGS[] = {
    "azioni", "azione", "amenti", "amento", "imenti", "imento", "ations", "atrice", "mente", "ation", "ments",
    "zioni",  "zione",  "atori",  "atore",  "ando",   "endo",   "ings",   "ment",   "ione",  "ioni",  "ions",
    "are",    "ere",    "ire",    "ato",    "ata",    "ati",    "ate",    "uto",    "uta",   "ito",   "ita",
    "ing",    "ion",    "ers",    "ies",    "tion",   "ed",     "er",     "es",     "ly",    "or",    "hi",
    "he",     "a",      "e",      "i",      "o",      "s",      "y",
};
enum { STEM_MIN = 4 };

static size_t stem_length(const char *folded) {
    size_t length = strlen(folded);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t ending = strlen(ENDINGS[i]);
        if (length >= ending + STEM_MIN && memcmp(folded + length - ending, ENDINGS[i], ending) == 0)
            return length - ending;
    }
    return length;
}

static uint64_t hash_of(const char *bytes, size_t length) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 1099511628211u;
    return hash;
}

/* Says nothing about which requirement is meant. */
static bool is_common(const char *folded) {
    static const char COMMON[] =
        " experience experiences knowledge skill skills ability able good great excellent strong solid years year "
        "work works working worked role job use used using least proven previous basic level similar area field "
        "requirement requirements required candidate candidates person people answer answers question questions "
        "talks talked says said knows know explained explains described asked example examples clear real very "
        "only just well also more most much some many other about what when which who how there here "
        "esperienza esperienze conoscenza conoscenze competenza competenze capacita buona buono ottima ottimo "
        "anni anno lavoro lavorare ruolo uso almeno livello simile settore ambito requisito requisiti candidato "
        "candidata persona persone risposta risposte domanda domande dice sa spiega spiegato descrive esempio "
        "esempi chiaro chiara molto solo bene anche piu poco altro altri quando quale cosa dove presso "
        "autonomia pregressa preferibilmente possibilmente preferably ideally plus ";
    return word_is_function(folded) || word_is_in(COMMON, folded);
}

static bool is_number(const char *folded) {
    return isdigit((unsigned char)folded[0]) != 0;
}

static void add(struct term_list *list, const struct term *term) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].hash == term->hash)
            return;
    if (list->count < TERMS_MAX)
        list->items[list->count++] = *term;
}

static void read_list(const char *text, struct arena *arena, struct term_list *out) {
    struct word word;
    out->items = arena_array(arena, TERMS_MAX, sizeof *out->items);
    for (const char *at = text; word_next(text, &at, &word) && out->count < TERMS_MAX;) {
        const char *folded = word_fold(&word, arena);
        bool is_name = word_is_capitalised_name(&word);
        size_t length = strlen(folded);
        if (is_common(folded) || is_number(folded) || (length < 3 && !is_name))
            continue;
        struct term term = {.weight = 1, .is_name = is_name};
        term.hash = hash_of(folded, stem_length(folded));
        add(out, &term);
    }
}

void terms_read(const struct insight_model *model, const char *text, struct arena *arena, struct terms *out) {
    *out = (struct terms){0};
    read_list(text, arena, &out->own);
    const char *english = insight_text_to_embed(model, text, arena);
    if (english == text)
        out->english = out->own;
    else
        read_list(english, arena, &out->english);
}

static bool has(const struct term_list *list, uint64_t hash) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].hash == hash)
            return true;
    return false;
}

bool terms_have(const struct terms *terms, uint64_t hash) {
    return has(&terms->own, hash);
}

bool terms_share_name(const struct terms *wanted, const struct terms *text) {
    for (size_t i = 0; i < wanted->own.count; i++)
        if (wanted->own.items[i].is_name && has(&text->own, wanted->own.items[i].hash))
            return true;
    return false;
}

static double share(const struct term_list *wanted, const struct term_list *text) {
    double all = 0, found = 0;
    for (size_t i = 0; i < wanted->count; i++) {
        all += (double)wanted->items[i].weight;
        if (has(text, wanted->items[i].hash))
            found += (double)wanted->items[i].weight;
    }
    return all > 0 ? found / all : 0;
}

double terms_share(const struct terms *wanted, const struct terms *text) {
    double own = share(&wanted->own, &text->own), english = share(&wanted->english, &text->english);
    return own > english ? own : english;
}
