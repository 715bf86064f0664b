/* What a requirement is really about, and whether a text speaks of it. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum { CORE_MAX = 80 };

/* Words before what is really asked for: "at least 5 years of solid experience with". Folded. */
static const char FILLERS[] =
    " one two three four five six seven eight nine ten due tre quattro cinque sei sette otto nove dieci"
    " at least over more than minimum of year years yrs plus proven solid strong "
    "good great excellent deep basic"
    " working practical hands-on professional commercial previous prior relevant "
    "direct experience expertise knowledge"
    " understanding familiarity proficiency proficient familiar ability able "
    "skills skill command in with to of on you are is"
    " have know we ask for expect require required need the a an your and must be"
    " almeno minimo piu di oltre anno anni solida solide solido solidi buona buone "
    "buon ottima ottime ottimo comprovata"
    " pregressa consolidata approfondita esperienza esperienze conoscenza "
    "conoscenze competenza competenze capacita"
    " familiarita padronanza saper sapere con nella nello nel nell nei nelle in di "
    "del dello della dell dei degli delle"
    " da la il lo le gli i un una uno e ed richiesta richiesto richiesti "
    "richiediamo chiediamo cerchiamo necessaria"
    " necessaria: di ";

bool core_is_filler(const char *folded) {
    return isdigit((unsigned char)folded[0]) || word_is_in(FILLERS, folded);
}

/* Where the text begins once the words that only introduce are gone; all of it when nothing would be left. */
static const char *skip_fillers(struct arena *arena, const char *text) {
    struct word word;
    for (const char *at = text; word_next(text, &at, &word);)
        if (!core_is_filler(word_fold(&word, arena)))
            return word.start;
    return text;
}

/* What comes after the words that say that something is asked for: "a Backend Engineer con esperienza in". */
static const char *skip_introduction(const char *text) {
    static const char *const MARKERS[] = {"esperienza in ", "esperienza con ",  "esperienza di ",
                                          "esperienza nel", "conoscenza di ",   "conoscenza del",
                                          "experience in ", "experience with ", "experience of ",
                                          "knowledge of ",  "able to ",         "capacità di "};
    const char *after = text;
    for (size_t i = 0; i < sizeof MARKERS / sizeof *MARKERS; i++) {
        const char *found = strcasestr(text, MARKERS[i]);
        if (found && found + strlen(MARKERS[i]) > after && after == text)
            after = found;
    }
    return after;
}

static void cut_aside(char *core) {
    static const char *const ASIDES[] = {" (",           ": ",         " such as ", ", such as ",
                                         ", including ", ", ideally ", " e.g. ",    ", come ",
                                         " quali ",      ", quali ",   " tra cui ", ", tra cui "};
    for (size_t i = 0; i < sizeof ASIDES / sizeof *ASIDES; i++) {
        char *aside = strstr(core, ASIDES[i]);
        if (aside > core)
            *aside = '\0';
    }
}

/* "conoscenza di SAP e di Excel" becomes "SAP e Excel": what introduced the first is gone. */
static void drop_repeated_preposition(char *core) {
    char *joint = strstr(core, " e di ");
    if (joint)
        memmove(joint + 3, joint + 6, strlen(joint + 6) + 1);
}

const char *core_of(const char *text, struct arena *arena) {
    const char *start = skip_fillers(arena, skip_introduction(text));
    char *core = arena_strdup(arena, start);
    cut_aside(core);
    if (start > text)
        drop_repeated_preposition(core);
    if (text_count_codepoints(core) > CORE_MAX && strchr(core, ',')) {
        char *cut = core + strlen(core);
        while (cut > core && (*cut != ',' || cut - core > CORE_MAX))
            cut--;
        if (cut > core)
            *cut = '\0';
    }
    return phrase_shorten(arena, core, CORE_MAX);
}

/* Words that many requirements share say nothing about which of them a text speaks of. */
static bool is_telling(const struct word *word, const char *folded) {
    static const char COMMON[] =
        " production team teams work working software systems system development project"
        " projects environment tools application applications design business data using"
        " produzione gruppo lavoro sistemi sistema sviluppo progetti progetto ambiente ambito"
        " strumenti applicazioni applicativi progettazione dati aziendale aziendali uso ";
    if (word_is_name(word))
        return true;
    bool says_nothing = word_is_function(folded) || core_is_filler(folded) || word_is_in(COMMON, folded);
    return strlen(folded) >= 4 && !says_nothing;
}

/* Two thirds of a long word: enough to see "negoziazione" in "negoziare". */
static char *stem_of(char *folded) {
    size_t length = strlen(folded), keep_length = length > 6 ? length * 2 / 3 : length;
    folded[keep_length < 5 && length >= 5 ? 5 : keep_length] = '\0';
    return folded;
}

bool requirement_shares_name(const struct requirement *requirement, const char *folded_text,
                             struct arena *arena) {
    struct word word;
    for (const char *at = requirement->text; word_next(requirement->text, &at, &word);) {
        const char *folded = word_is_capitalised_name(&word) ? word_fold(&word, arena) : NULL;
        if (folded && !core_is_filler(folded) && folded_has_word(folded_text, folded))
            return true;
    }
    return false;
}

bool requirement_is_named_in(const struct requirement *requirement, const char *text, struct arena *arena) {
    const char *folded_text = text_fold(arena, text);
    if (requirement_shares_name(requirement, folded_text, arena))
        return true;
    struct word word;
    size_t telling = 0, found = 0;
    for (const char *at = requirement->core; word_next(requirement->core, &at, &word);) {
        char *folded = word_fold(&word, arena);
        if (!is_telling(&word, folded))
            continue;
        telling++;
        found += folded_has_stem(folded_text, stem_of(folded));
    }
    return found > 0 && found * 2 >= telling;
}
