/* `interview-copilot extract FILE`: prints what the product reads in a document, as one line of JSON. */
#ifndef DOC_EXTRACT_COMMAND_H
#define DOC_EXTRACT_COMMAND_H

#include <stdbool.h>

struct arena;
struct document;

/* argv[0] is the command's own word. Returns the exit status: 1 with a sentence on standard error when the
 * file cannot be read, 2 for a wrong use. The helper is looked for beside the running program. */
int extract_command(int argc, char **argv);

/* Reads a file as `extract` does, for other commands; false, with a sentence on standard error, when it
 * cannot be read. */
bool extract_file(const char *path, struct arena *arena, struct document *out);

#endif
