#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static enum err err_of_errno(int code) {
    switch (code) {
    case ENOENT:
    case ENOTDIR: return ERR_NOT_FOUND;
    case ENOSPC:
    case EDQUOT: return ERR_DISK_FULL;
    default: return ERR_IO;
    }
}

static ssize_t read_some(int fd, void *p, size_t n) {
    ssize_t got;
    do {
        got = read(fd, p, n);
    } while (got < 0 && errno == EINTR);
    return got;
}

enum err file_read(struct arena *a, const char *path, size_t max, struct str *content_r) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return err_of_errno(errno);
    /* The size a file says it has is a hint: pipes and growing files have another. */
    struct buf b;
    buf_init(&b, max);
    char chunk[32 << 10];
    ssize_t got;
    while ((got = read_some(fd, chunk, sizeof(chunk))) > 0 && !b.failed)
        buf_put(&b, chunk, (size_t)got);
    enum err e = OK;
    if (got < 0)
        e = ERR_IO;
    else if (b.failed)
        e = ERR_NO_MEMORY_LIMIT;
    else
        *content_r = (struct str){arena_str(a, buf_finish(&b)), b.n};
    buf_free(&b);
    close(fd);
    return e;
}

static enum err write_all(int fd, struct str content) {
    while (content.n > 0) {
        ssize_t put = write(fd, content.p, content.n);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) return err_of_errno(errno);
        content.p += put;
        content.n -= (size_t)put;
    }
    return OK;
}

/* Without this a crash may lose the new name. */
static enum err sync_folder(const char *path) {
    struct arena *a = arena_new();
    const char *slash = strrchr(path, '/');
    const char *dir = slash == NULL ? "." : slash == path ? "/" : NULL;
    if (dir == NULL) dir = arena_str(a, (struct str){path, (size_t)(slash - path)});
    enum err e = OK;
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) e = err_of_errno(errno);
    if (fd >= 0) close(fd);
    arena_free(&a);
    return e;
}

enum err file_write(const char *path, struct str content, int mode) {
    struct arena *a = arena_new();
    char *temporary = arena_printf(a, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    if (fd < 0) {
        enum err e = err_of_errno(errno);
        arena_free(&a);
        return e;
    }
    enum err e = write_all(fd, content);
    if (e == OK && (fchmod(fd, (mode_t)mode) != 0 || fsync(fd) != 0)) e = err_of_errno(errno);
    if (close(fd) != 0 && e == OK) e = err_of_errno(errno);
    if (e == OK && rename(temporary, path) != 0) e = err_of_errno(errno);
    if (e == OK)
        e = sync_folder(path);
    else
        unlink(temporary);
    arena_free(&a);
    return e;
}

bool file_exists(const char *path) {
    struct stat st;
    return stat(path, &st) == 0;
}

bool file_is_dir(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum err file_mkdir(const char *path, int mode) {
    struct arena *a = arena_new();
    char *p = arena_strdup(a, path);
    enum err e = OK;
    for (char *at = p;;) {
        at = *at == '\0' ? NULL : strchr(at + 1, '/');
        if (at != NULL) *at = '\0';
        if (mkdir(p, (mode_t)mode) != 0 && errno != EEXIST) {
            e = err_of_errno(errno);
            break;
        }
        if (at == NULL) break;
        *at = '/';
    }
    if (e == OK && !file_is_dir(path)) e = ERR_IO;
    arena_free(&a);
    return e;
}

static int by_bytes(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

enum err file_list(struct arena *a, const char *dir, char ***names_r) {
    DIR *d = opendir(dir);
    if (d == NULL) return err_of_errno(errno);
    size_t n = 0, cap = 16;
    char **names = ARENA_ARRAY(a, cap, char *);
    struct dirent *entry;
    while ((errno = 0, entry = readdir(d)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (n + 1 == cap) {
            char **larger = ARENA_ARRAY(a, cap * 2, char *);
            memcpy(larger, names, n * sizeof(*names));
            names = larger;
            cap *= 2;
        }
        names[n++] = arena_strdup(a, entry->d_name);
    }
    enum err e = errno == 0 ? OK : ERR_IO;
    closedir(d);
    if (e != OK) return e;
    qsort(names, n, sizeof(*names), by_bytes);
    *names_r = names;
    return OK;
}

char *file_join(struct arena *a, const char *dir, const char *name) {
    bool slash = dir[0] != '\0' && !str_ends(str_of(dir), "/");
    return arena_printf(a, "%s%s%s", dir, slash ? "/" : "", name);
}

enum err file_lock(const char *path, int *fd_r) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return err_of_errno(errno);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        enum err e = errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
        close(fd);
        return e;
    }
    *fd_r = fd;
    return OK;
}

void file_unlock(int *fd) {
    if (fd == NULL || *fd < 0) return;
    close(*fd); /* gives the lock back */
    *fd = -1;
}

void file_destroy(const char *path) {
    static const char zeros[4096];
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    off_t size = fd < 0 ? 0 : lseek(fd, 0, SEEK_END);
    for (off_t at = 0; at < size; at += (off_t)sizeof zeros) {
        size_t some = (size_t)(size - at) < sizeof zeros ? (size_t)(size - at) : sizeof zeros;
        if (pwrite(fd, zeros, some, at) < 0) break;
    }
    if (fd >= 0) {
        (void)fdatasync(fd);
        close(fd);
    }
    (void)unlink(path);
}
