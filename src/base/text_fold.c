/* Folding of Latin letters for search and comparison.
 *
 * One letter a code point, from Unicode's canonical decompositions plus the letters that have none (o with
 * stroke, d with stroke and so on); a space keeps the code point, '?' stands for a letter that folds to two.
 * A table of our own keeps ICU and its 30 MB out; databases are no help because the two engines fold
 * differently.
 */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static const char LATIN[] = /* U+00C0 to U+024F */
    "aaaaaa?ceeeeiiiidnooooo ouuuuy??aaaaaa?ceeeeiiiidnooooo ouuuuy?y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll"
    "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "b        d      eff    ikkl   n oo          tt uu vyyzz         "
    "    dddlllnnnaaiioouuuuuuuuuu aaaa    ggkkoooo  jdddgg  nnaa    "
    "aaaaeeeeiiiioooorrrruuuusstt  hh      aaeeooooooooyy      acclt "
    "   bu eejj    yy";
static const char LATIN_ADDITIONAL[] = /* U+1E00 to U+1EFF */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwyas  ? aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy      ";

static const struct {
    uint32_t codepoint;
    char letters[3];
} PAIRS[] = {{0xC6, "ae"},  {0xE6, "ae"},  {0xDE, "th"},  {0xFE, "th"},  {0xDF, "ss"},
             {0x132, "ij"}, {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}, {0x1E9E, "ss"}};

static char fold_one(uint32_t c) {
    if (c < 0x80)
        return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    if (c >= 0xC0 && c < 0xC0 + sizeof LATIN - 1)
        return LATIN[c - 0xC0];
    if (c >= 0x1E00 && c < 0x1E00 + sizeof LATIN_ADDITIONAL - 1)
        return LATIN_ADDITIONAL[c - 0x1E00];
    return ' ';
}

static size_t put_folded(char *out, uint32_t c) {
    char letter = fold_one(c);
    if (letter == '?') {
        for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
            if (PAIRS[i].codepoint == c) {
                memcpy(out, PAIRS[i].letters, 2);
                return 2;
            }
        }
    }
    if (letter == ' ')
        return text_put_codepoint(out, c);
    *out = letter;
    return 1;
}

char *text_fold(struct arena *arena, const char *text) {
    size_t length = strlen(text);
    char *folded = arena_alloc_bytes(arena, 3 * length + 1); /* a bad byte becomes three of U+FFFD */
    size_t written = 0;
    for (size_t position = 0; position < length;) {
        if ((unsigned char)text[position] < 0x80) {
            folded[written++] = fold_one((unsigned char)text[position++]);
            continue;
        }
        uint32_t c = text_next_codepoint(text, length, &position);
        if (c < 0x300 || c > 0x36F) /* combining accents vanish */
            written += put_folded(folded + written, c);
    }
    folded[written] = '\0';
    return folded;
}
