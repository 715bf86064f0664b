/* `interview-copilot extract FILE`: prints what the product reads in a document, as one line of JSON. */
#ifndef DOC_EXTRACT_COMMAND_H
#define DOC_EXTRACT_COMMAND_H

/* argv[0] is the command's own word. Returns the exit status: 1 with a sentence on standard error when the
 * file cannot be read, 2 for a wrong use. The helper is looked for beside the running program. */
int extract_command(int argc, char **argv);

#endif
