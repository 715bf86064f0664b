/* `interview-copilot analyse`: notes in, one a line; one JSON line each out. The same code as the server's.
 */
#ifndef NOTE_ANALYSE_COMMAND_H
#define NOTE_ANALYSE_COMMAND_H

/* Uses the sentence encoder of EMBEDDING_MODEL where it is there, otherwise the words alone (and says so once
 * on standard error). Returns the exit status: 2 for wrong arguments or a wrong configuration. */
int analyse_command(int argc, char **argv);

#endif
