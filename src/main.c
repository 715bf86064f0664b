/* Entry point: one command a word. */
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "version") == 0) {
        puts("interview-copilot " IC_VERSION);
        return 0;
    }
    fprintf(stderr, "usage: interview-copilot COMMAND\ncommands: version\n");
    return 2;
}
