/* `interview-copilot embed`: one text a line on standard input, one vector each on standard output, in order.
 *
 * Lines that have arrived are answered before more are read, so it serves as a filter in a pipe as well as on
 * a file. There is no lexical stand-in here: without a model it says so and fails.
 */
#ifndef NN_EMBED_COMMAND_H
#define NN_EMBED_COMMAND_H

/* Returns the exit status: 0, 1 when something failed, 2 for wrong arguments. argv[0] is the command's name.
 */
int embed_command(int argc, char **argv);

#endif
