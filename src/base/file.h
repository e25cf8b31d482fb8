/* file.h: files read with a limit and written so that they are whole or absent. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/* The whole file into the arena, NUL-terminated. ERR_NO_MEMORY_LIMIT past max bytes, ERR_NOT_FOUND,
 * ERR_IO. */
enum err file_read(struct arena *a, const char *path, size_t max,
                   struct str *content_r) GX_MUST_CHECK;
/* Temporary file beside, fsync, rename, fsync of the folder. mode e.g. 0600. ERR_DISK_FULL, ERR_IO. */
enum err file_write(const char *path, struct str content, int mode) GX_MUST_CHECK;
/* Overwrites the bytes, as far as the file system lets that be done in place, and removes the file. */
void file_destroy(const char *path);
bool file_exists(const char *path);
bool file_is_dir(const char *path);
enum err file_mkdir(const char *path, int mode) GX_MUST_CHECK; /* with parents; fine when there */
/* Names in a folder, sorted by bytes, without . and .. ; NULL-terminated array. */
enum err file_list(struct arena *a, const char *dir, char ***names_r) GX_MUST_CHECK;
char *file_join(struct arena *a, const char *dir, const char *name);
/* Exclusive lock of a file, kept until the process ends or file_unlock. ERR_BUSY when another
 * process has it. */
enum err file_lock(const char *path, int *fd_r) GX_MUST_CHECK;
void file_unlock(int *fd);

#endif
