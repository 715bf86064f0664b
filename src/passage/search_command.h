/* `interview-copilot search`: queries in, one a line; the passages of a CV that answer each out. */
#ifndef PASSAGE_SEARCH_COMMAND_H
#define PASSAGE_SEARCH_COMMAND_H

/* Returns the exit status: 2 for wrong arguments. */
int search_command(int argc, char **argv);

#endif
