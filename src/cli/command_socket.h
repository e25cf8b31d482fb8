/* command_socket.h: commands on a directory that a server owns.
 *
 * One process owns a data directory. A command typed beside it hands its words and its three streams over the socket
 * DIR/gongxin.sock (mode 0600), and the server runs the same body on them. Nothing is translated: what the command
 * prints goes straight to the caller's streams. The kernel says who typed (SO_PEERCRED). */
#ifndef CLI_COMMAND_SOCKET_H
#define CLI_COMMAND_SOCKET_H

#include <stdbool.h>

#include "base/ctx.h"
#include "registry/app.h"

/* Runs the command in the server of that directory. False when no server answers there; else *status_r is the
 * command's exit status (1 with a word on standard error when the server went away meanwhile). */
bool command_socket_call(struct ctx *ctx, const char *dir, int argc, char **argv, int *status_r);

struct command_socket;
/* Listens; each command runs on a thread of its own, at most 8 at a time. ERR_IO. */
enum err command_socket_start(struct ctx *ctx, struct app *app,
                              struct command_socket **s_r) GX_MUST_CHECK;
/* Accepts no more and waits for the running ones. */
void command_socket_stop(struct command_socket **s);

#endif
