/* Reads words as English terms, so that one model serves notes in both languages and in a mix of them.
 *
 * A glossary word by word is no translation, and need not be: the order of the languages is close enough for
 * short notes, and the model is trained on the same gloss. A translation model would be a hundred times the
 * size.
 */
#include "insight/words.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "insight/dictionary.h"

enum {
    LANGUAGE_WINDOW = 3, /* words to each side that tell the language of a word */
    NEGATION_REACH = 6,  /* terms after a negator that it governs, within its clause */
    TERMS_PER_WORD = 6   /* longest gloss */
};

static bool is_listed(const char *word, const char *list) {
    size_t length = strlen(word);
    for (const char *found = strstr(list, word); length > 0 && found != NULL;
         found = strstr(found + 1, word)) {
        if (found[-1] == ' ' && found[length] == ' ') {
            return true;
        }
    }
    return false;
}

static const char ENGLISH_FUNCTION_WORDS[] = " the of and is was were are he she his her him they their it "
                                             "its to with for that this has had have at by from but not "
                                             "when what who why how which will would could can cannot should "
                                             "did didnt doesnt does dont isnt wasnt wont cant couldnt "
                                             "wouldnt on as an be been being or so than then there after "
                                             "before about into out over under up down if says said "
                                             "my our we i you us me own all any some very more most only "
                                             "just also still yet never one two three no off ";
static const char ITALIAN_FUNCTION_WORDS[] =
    " è sì né dà il lo la gli le un uno una di del dello della dei degli delle al allo alla ai agli alle da "
    "dal dalla "
    "dai dalle nel nella "
    "nei nelle sul sullo sulla sui sulle con per che chi e ed o ma non si ci ne se piu sono era ha ho hanno "
    "aveva suo sua suoi "
    "sue mi lui lei loro noi ce cui questo questa quello quella anche pero poi molto poco tutto tutti tra "
    "fra senza mai "
    "gia ancora solo sempre dove quando perche cosa qualche essere stato stata dice detto fatto nn cmq pero "
    "dopo prima "
    "d l c un dell all nell sull quell dall nessun nessuna nessuno ogni su in? ";
static const char FILLERS[] =
    " the a an of to in on at by for from with and or is was were are be been being am he she it its his her "
    "him they their them "
    "that this these those there as has have had do does did i my we our us you your me s d l c who which "
    "will would "
    "s/he re him himself herself so then also than into about when while what how re one own ";

/* Function words decide; the last letter hints, as Italian words end in vowels. */
static float italian_weight(const char *word) {
    size_t length = strlen(word);
    if (is_listed(word, ITALIAN_FUNCTION_WORDS)) {
        return is_listed(word, ENGLISH_FUNCTION_WORDS) ? 0.0f : 1.0f;
    }
    if (is_listed(word, ENGLISH_FUNCTION_WORDS)) {
        return -1.0f;
    }
    if (length < 4) {
        return 0.0f;
    }
    char last = word[length - 1];
    if (last == 'a' || last == 'i' || last == 'o') {
        return 0.5f;
    }
    return last >= 'b' && last <= 'z' && last != 'e' ? -0.5f : 0.0f;
}

/* `texts` are the words; a word that only the glossary knows hints at Italian too. */
static void find_language(struct words *words, const char *const *texts, const struct dictionary *glossary,
                          struct arena *arena) {
    float *weights = arena_array(arena, words->count + 1, sizeof *weights);
    float total = 0;
    for (size_t i = 0; i < words->count; i++) {
        weights[i] = italian_weight(texts[i]);
        struct dictionary_match match = dictionary_find(glossary, texts + i, words->count - i);
        if (weights[i] > -1.0f && match.word_count > 0 && match.use == DICTIONARY_USUAL) {
            weights[i] += 0.6f;
        }
        total += weights[i];
    }
    float whole = total > 0 ? 0.25f : -0.25f; /* a tie near a word is broken by the whole note */
    for (size_t i = 0; i < words->count; i++) {
        size_t from = i > LANGUAGE_WINDOW ? i - LANGUAGE_WINDOW : 0;
        float sum = whole;
        for (size_t j = from; j < words->count && j <= i + LANGUAGE_WINDOW; j++) {
            sum += weights[j];
        }
        words->words[i].italian = sum;
    }
}

static const char *stem_of(const char *text, struct arena *arena) {
    static const struct {
        const char *ending, *instead;
        size_t shortest; /* word that loses it */
    } ENDINGS[] = {{"ations", "ate", 8}, {"ation", "ate", 7}, {"ingly", "", 8}, {"edly", "", 7},
                   {"ies", "y", 5},      {"ing", "", 6},      {"ied", "y", 5},  {"ed", "", 5},
                   {"ly", "", 5},        {"es", "", 5},       {"s", "", 4},     {"e", "", 4}};
    char *stem = arena_strdup(arena, text);
    size_t length = strlen(stem);
    if (length > 2 && strcmp(stem + length - 2, "ss") == 0) {
        return stem;
    }
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t ending = strlen(ENDINGS[i].ending);
        if (length >= ENDINGS[i].shortest && strcmp(stem + length - ending, ENDINGS[i].ending) == 0) {
            memcpy(stem + length - ending, ENDINGS[i].instead, strlen(ENDINGS[i].instead) + 1);
            break;
        }
    }
    return stem;
}

static bool is_negator(const char *text) {
    static const char NEGATORS[] = " not no never without nothing none nobody neither nor cannot cant "
                                   "couldnt dont doesnt didnt isnt wasnt arent werent "
                                   "wont wouldnt hasnt havent hadnt shouldnt aint zero hardly lacks nowhere ";
    return is_listed(text, NEGATORS);
}

static void add_term(struct words *words, const char *text, size_t word, size_t count, struct arena *arena) {
    struct term *term = &words->terms[words->term_count++];
    term->text = text;
    term->stem = stem_of(text, arena);
    term->first_word = word;
    term->word_count = count;
    term->clause = words->words[word].clause;
    term->negator = is_negator(text);
    term->filler = is_listed(text, FILLERS);
}

static void add_gloss(struct words *words, const struct dictionary_match *match, size_t word,
                      struct arena *arena) {
    char *rest = arena_strdup(arena, match->value);
    for (char *text = strsep(&rest, " "); text != NULL; text = strsep(&rest, " ")) {
        if (*text != '\0' && words->term_count < WORDS_MAX * 2) {
            add_term(words, text, word, match->word_count, arena);
        }
    }
    words->glossed = true;
}

static bool is_contrast(const char *text) {
    return is_listed(text, " but however though although yet whereas while except ");
}

/* "not only", "not just" and "non solo" deny nothing; neither does a "no" that ends its clause, such as an
 * answer. */
static bool denies(const struct words *words, size_t term) {
    if (!words->terms[term].negator) {
        return false;
    }
    bool has_next =
        term + 1 < words->term_count && words->terms[term + 1].clause == words->terms[term].clause;
    return !has_next || !is_listed(words->terms[term + 1].text, " only just merely ");
}

static void mark_negated(struct words *words) {
    size_t reach = 0;
    unsigned shift = 0; /* a contrast starts a clause of its own */
    for (size_t i = 0; i < words->term_count; i++) {
        struct term *term = &words->terms[i];
        term->clause += shift;
        if (is_contrast(term->text)) {
            term->clause++;
            shift++;
        }
        if (i > 0 && term->clause != words->terms[i - 1].clause) {
            reach = 0;
        }
        term->negated = reach > 0 && !term->negator;
        reach -= reach > 0 && !term->filler;
        if (denies(words, i)) {
            reach = NEGATION_REACH;
        }
    }
}

void words_gloss(struct words *words, const struct dictionary *glossary, struct arena *arena) {
    const char **texts = arena_array(arena, words->count + 1, sizeof *texts);
    for (size_t i = 0; i < words->count; i++) {
        texts[i] = words->words[i].text;
    }
    find_language(words, texts, glossary, arena);
    size_t most =
        words->count < WORDS_MAX * 2 / TERMS_PER_WORD ? words->count * TERMS_PER_WORD : WORDS_MAX * 2;
    words->terms = arena_array(arena, most + TERMS_PER_WORD, sizeof *words->terms);
    for (size_t i = 0; i < words->count && words->term_count < WORDS_MAX * 2;) {
        struct dictionary_match match = dictionary_find(glossary, texts + i, words->count - i);
        float needed = match.use == DICTIONARY_AMBIGUOUS ? 1.0f : 0.0f;
        bool holds = match.use == DICTIONARY_ANY_LANGUAGE || words->words[i].italian > needed;
        if (match.word_count > 0 && holds) {
            add_gloss(words, &match, i, arena);
            i += match.word_count;
        } else {
            add_term(words, texts[i], i, 1, arena);
            i++;
        }
    }
    mark_negated(words);
}

/* Whether a mark that ends a clause stands between two words, and which one to show for it. */
static const char *mark_between(const struct words *words, const struct term *a, const struct term *b) {
    const struct word *last = &words->words[a->first_word + a->word_count - 1];
    const struct word *next = &words->words[b->first_word];
    if (last == next || next->start_byte < last->end_byte) {
        return "";
    }
    size_t length = next->start_byte - last->end_byte;
    const char *between = words->note + last->end_byte;
    for (const char *mark = ".;:,"; *mark != '\0'; mark++) {
        if (memchr(between, *mark, length) != NULL) {
            return *mark == '.' ? "." : *mark == ';' ? ";" : *mark == ':' ? ":" : ",";
        }
    }
    return "";
}

const char *words_english_until(const struct words *words, size_t end, size_t *next, struct arena *arena) {
    struct buffer out = {.arena = arena};
    buffer_append_text(&out, "");
    for (; *next < words->term_count; ++*next) {
        const struct term *term = &words->terms[*next];
        const struct word *word = &words->words[term->first_word];
        if (word->start_byte >= end)
            break;
        if (*next > 0) {
            buffer_append_text(&out, mark_between(words, term - 1, term));
            buffer_append_char(&out, ' ');
        }
        if (term->text[0] == '#') {
            buffer_append(&out, words->note + word->start_byte, word->end_byte - word->start_byte);
        } else {
            buffer_append_text(&out, term->text);
        }
    }
    return out.data;
}

const char *words_english(const struct words *words, struct arena *arena) {
    size_t first = 0;
    return words_english_until(words, SIZE_MAX, &first, arena);
}
