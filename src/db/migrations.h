/* The migrations of sql/, built into the binary by scripts/embed_sql.py, in order. */
#ifndef DB_MIGRATIONS_H
#define DB_MIGRATIONS_H

struct migration {
    int number;
    const char *name; /* the file's name without its suffix */
    const char *sql;
};

extern const struct migration MIGRATIONS[]; /* ended by a row with NULL sql */

#endif
