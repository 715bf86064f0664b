/* `interview-copilot classify`: texts, one a line, to the labels of a classifier. */
#ifndef NN_CLASSIFY_COMMAND_H
#define NN_CLASSIFY_COMMAND_H

/* argv[0] is the command's name. Returns the exit status: 0, 1 for a model that cannot be used, 2 for wrong
 * arguments. */
int classify_command(int argc, char **argv);

#endif
