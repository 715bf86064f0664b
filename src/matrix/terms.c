#include "matrix/terms.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "insight/insight.h"
#include "live/worker.h"
#include "nn/embed.h"
#include "nn/vector_memo.h"
#include "requirement/requirement.h"
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

/* A gloss word by word has false friends, so it counts for less. */
static const double GLOSSED = 0.85;

static size_t stem_length(const char *folded) {
    size_t length = strlen(folded);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t ending = strlen(ENDINGS[i]);
        if (length >= ending + STEM_MIN && memcmp(folded + length - ending, ENDINGS[i], ending) == 0)
            return length - ending;
    }
    return length;
}

/* Verbs that change more than their ending. */
static const char *regular(const char *folded) {
    static const char *const FORMS[][2] = {
        {"led", "lead"},   {"taught", "teach"}, {"wrote", "write"},  {"built", "build"}, {"ran", "running"},
        {"sold", "sell"},  {"drove", "drive"},  {"kept", "keep"},    {"made", "make"},   {"held", "hold"},
        {"bought", "buy"}, {"spoke", "speak"},  {"written", "write"}};
    for (size_t i = 0; i < sizeof FORMS / sizeof *FORMS; i++)
        if (strcmp(folded, FORMS[i][0]) == 0)
            return FORMS[i][1];
    return folded;
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
        " fluent fluently fluency native spoken written language languages lingua lingue parlato scritto "
        "fluente "
        "experience experiences knowledge skill skills ability able good great excellent strong solid years "
        "year "
        "work works working worked role job use used using least proven previous basic level similar area "
        "field "
        "requirement requirements required candidate candidates person people answer answers question "
        "questions "
        "talks talked says said knows know explained explains described asked example examples clear real "
        "very "
        "only just well also more most much some many other about what when which who how there here "
        "esperienza esperienze conoscenza conoscenze competenza competenze capacita buona buono ottima "
        "ottimo "
        "anni anno lavoro lavorare ruolo uso almeno livello simile settore ambito requisito requisiti "
        "candidato "
        "candidata persona persone risposta risposte domanda domande dice sa spiega spiegato descrive "
        "esempio "
        "esempi chiaro chiara molto solo bene anche piu poco altro altri quando quale cosa dove presso "
        "under over between after before during sotto sopra dopo prima durante understanding "
        "comfortable busy hands-on comprensione "
        "autonomia pregressa preferibilmente possibilmente preferably ideally plus ";
    return word_is_function(folded) || word_is_in(COMMON, folded);
}

static bool is_number(const char *folded) {
    return isdigit((unsigned char)folded[0]) != 0;
}

/* R, C: the name of a language, even at the start of a sentence. */
static bool is_one_capital(const struct word *word) {
    return word->length == 1 && isupper((unsigned char)*word->start) && !strchr("AEIO", *word->start);
}

static bool has(const struct term_list *list, uint64_t hash) {
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].hash == hash)
            return true;
    return false;
}

static void read_list(const char *text, struct arena *arena, struct term_list *out) {
    struct word word;
    size_t capacity = 0;
    for (const char *at = text; word_next(text, &at, &word) && out->count < TERMS_MAX;) {
        const char *folded = regular(word_fold(&word, arena));
        bool is_name = word_is_capitalised_name(&word) || is_one_capital(&word);
        size_t length = strlen(folded);
        if (is_common(folded) || is_number(folded) || (length < 3 && !is_name))
            continue;
        struct term term = {.weight = 1, .is_name = is_name};
        term.hash = hash_of(folded, stem_length(folded));
        if (!has(out, term.hash)) {
            out->items = arena_grow(arena, out->items, out->count, &capacity, sizeof *out->items);
            out->items[out->count++] = term;
        }
    }
}

void terms_read(const struct insight_model *model, const char *text, struct arena *arena, struct terms *out) {
    *out = (struct terms){.concepts = requirement_concepts(text, arena)};
    read_list(text, arena, &out->own);
    out->gloss = insight_text_to_embed(model, text, arena);
    if (out->gloss == text)
        out->english = out->own;
    else
        read_list(out->gloss, arena, &out->english);
}

void terms_embed(struct worker *worker, struct terms *const *readings, size_t count, struct arena *arena) {
    const char **texts = arena_array(arena, count + 1, sizeof *texts);
    size_t *lengths = arena_array(arena, count + 1, sizeof *lengths);
    float *vectors = arena_array(arena, (count + 1) * EMBED_DIMENSIONS, sizeof *vectors);
    for (size_t i = 0; i < count; i++) {
        texts[i] = readings[i]->gloss;
        lengths[i] = strlen(texts[i]);
    }
    if (count)
        vector_memo_embed(worker->vectors, worker->embedder, texts, lengths, count, vectors);
    for (size_t i = 0; i < count; i++)
        readings[i]->vector = vectors + i * EMBED_DIMENSIONS;
}

double terms_likeness(const struct terms *a, const struct terms *b) {
    double dot = 0;
    if (a->vector == NULL || b->vector == NULL)
        return 0;
    for (int i = 0; i < EMBED_DIMENSIONS; i++)
        dot += (double)a->vector[i] * (double)b->vector[i];
    return dot;
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
    double own = share(&wanted->own, &text->own);
    double english = share(&wanted->english, &text->english) * GLOSSED;
    return own > english ? own : english;
}
