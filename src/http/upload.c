/* A body on its way into a file: hashed while it is written, as it is or out of a multipart form. */
/* mkostemp */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/utf8.h"
#include "http/wire.h"

#define UPLOAD_PREFIX "upload-"

enum { FORM_FIELDS = 16, FORM_VALUE = 4096, POST_BUFFER = 32 * 1024 };

struct upload_sink {
    int fd;
    struct hasher *file_hash;
    struct hasher *body_hash; /* of a multipart body, when a signature covers it */
    struct MHD_PostProcessor *form;
    int files;
    struct input_pair *pairs;
    struct buf values[FORM_FIELDS];
    size_t n_pairs;
    enum err e;
};

static enum err write_failed(struct exchange *e) {
    int why = errno;
    log_event(&e->ctx, LOG_ERROR, "http.upload", "errno=%d", why);
    return fail(&e->ctx, why == ENOSPC || why == EDQUOT ? ERR_DISK_FULL : ERR_IO, NULL);
}

static enum err file_part(struct exchange *e, const char *p, size_t n) {
    struct upload_sink *s = e->sink;
    hasher_add(s->file_hash, p, n);
    e->rq.upload.size += (int64_t)n;
    while (n > 0) {
        ssize_t done = write(s->fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return write_failed(e);
        p += done;
        n -= (size_t)done;
    }
    return OK;
}

static enum err form_refused(struct exchange *e, const char *rule, const char *detail) {
    return fail_field(&e->ctx, ERR_INPUT_FORM, NULL, rule, "%s", detail);
}

static enum err small_part(struct exchange *e, const char *key, const char *p, size_t n,
                           uint64_t offset) {
    struct upload_sink *s = e->sink;
    size_t i = 0;
    while (i < s->n_pairs && strcmp(s->pairs[i].name, key) != 0)
        i++;
    if (i < s->n_pairs && offset == 0)
        return fail_field(&e->ctx, ERR_INPUT_TWICE, NULL, "once", "表单中有内容给出了两次");
    if (i == FORM_FIELDS) return form_refused(e, "fields:16", "表单的内容过多");
    if (i == s->n_pairs) {
        s->pairs[i] = (struct input_pair){arena_strdup(e->arena, key), ""};
        buf_init(&s->values[i], FORM_VALUE);
        s->n_pairs++;
    }
    buf_put(&s->values[i], p, n);
    return OK;
}

static enum MHD_Result form_part(void *cls, enum MHD_ValueKind kind, const char *key,
                                 const char *filename, const char *type, const char *encoding,
                                 const char *data, uint64_t offset, size_t n) {
    struct exchange *e = cls;
    struct upload_sink *s = e->sink;
    (void)kind;
    (void)encoding;
    if (s->e != OK) return MHD_NO;
    if (key == NULL || !utf8_valid(str_of(key), NULL)) {
        s->e = form_refused(e, "name", "表单内容的名称不正确");
    } else if (filename == NULL) {
        s->e = small_part(e, key, data, n, offset);
    } else {
        if (offset == 0 && s->files++ > 0) {
            s->e = form_refused(e, "one_file", "一次只能上传一个文件");
            return MHD_NO;
        }
        if (offset == 0) {
            bool valid = utf8_valid(str_of(filename), NULL);
            e->rq.upload.filename = valid ? arena_strdup(e->arena, filename) : NULL;
            e->rq.upload.type = type == NULL ? "" : arena_strdup(e->arena, type);
        }
        s->e = file_part(e, data, n);
    }
    return s->e == OK ? MHD_YES : MHD_NO;
}

enum err sink_open(struct exchange *e) {
    struct request *rq = &e->rq;
    char *path = arena_printf(e->arena, "%s/" UPLOAD_PREFIX "%s-XXXXXX",
                              e->loop->server->config.tmp_dir, e->ctx.request_id);
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd < 0) return write_failed(e);
    struct upload_sink *s = ARENA_NEW(e->arena, struct upload_sink);
    e->sink = s;
    s->fd = fd;
    s->file_hash = hasher_new(SUITE_INTL);
    rq->upload = (struct upload){.path = path, .type = ""};
    const char *type = request_header(rq, "Content-Type");
    if (strncasecmp(type, "multipart/", 10) != 0) return OK;
    s->pairs = ARENA_ARRAY(e->arena, FORM_FIELDS, struct input_pair);
    if (rq->auth.has_body_digest) s->body_hash = hasher_new(SUITE_INTL);
    s->form = MHD_create_post_processor(e->mhd, POST_BUFFER, form_part, e);
    if (s->form == NULL) return form_refused(e, "boundary", "表单缺少分隔标记");
    return OK;
}

enum err sink_write(struct exchange *e, const char *p, size_t n) {
    struct upload_sink *s = e->sink;
    if (n == 0) return OK;
    if (s->form == NULL) return file_part(e, p, n);
    if (s->body_hash != NULL) hasher_add(s->body_hash, p, n);
    bool fine = MHD_post_process(s->form, p, n) == MHD_YES;
    if (s->e == OK && !fine) s->e = form_refused(e, "multipart", "表单的写法不正确");
    return s->e;
}

static enum err close_form(struct exchange *e) {
    struct upload_sink *s = e->sink;
    if (e->rq.body_size == 0)
        return fail_field(&e->ctx, ERR_INPUT_MISSING, "file", "required", "没有上传文件");
    bool whole = MHD_destroy_post_processor(s->form) == MHD_YES;
    s->form = NULL;
    if (s->e != OK) return s->e;
    if (!whole) return form_refused(e, "multipart", "表单不完整");
    if (s->files == 0)
        return fail_field(&e->ctx, ERR_INPUT_MISSING, "file", "required", "没有上传文件");
    for (size_t i = 0; i < s->n_pairs; i++) {
        struct str value = buf_finish(&s->values[i]);
        if (value.p == NULL) return form_refused(e, "max:4096", "表单的内容过长");
        if (!utf8_valid(value, NULL)) return fail(&e->ctx, ERR_TEXT_ENCODING, NULL);
        s->pairs[i].value = arena_str(e->arena, value);
    }
    e->rq.form = s->pairs;
    e->rq.n_form = s->n_pairs;
    return OK;
}

enum err sink_close(struct exchange *e) {
    struct upload_sink *s = e->sink;
    struct request *rq = &e->rq;
    enum err code = s->form != NULL ? close_form(e) : OK;
    if (code != OK) return code;
    rq->upload.sha256 = hasher_end(&s->file_hash);
    rq->body_sha256 = s->body_hash != NULL ? hasher_end(&s->body_hash) : rq->upload.sha256;
    return OK;
}

void sink_drop(struct exchange *e) {
    struct upload_sink *s = e->sink;
    e->sink = NULL;
    close(s->fd);
    unlink(e->rq.upload.path); /* gone already when the handler took it */
    if (s->form != NULL) MHD_destroy_post_processor(s->form);
    if (s->file_hash != NULL) (void)hasher_end(&s->file_hash);
    if (s->body_hash != NULL) (void)hasher_end(&s->body_hash);
    for (size_t i = 0; i < s->n_pairs; i++)
        buf_free(&s->values[i]);
}

void sink_sweep(const char *tmp_dir) {
    DIR *d = opendir(tmp_dir);
    if (d == NULL) return;
    for (struct dirent *f; (f = readdir(d)) != NULL;)
        if (strncmp(f->d_name, UPLOAD_PREFIX, sizeof UPLOAD_PREFIX - 1) == 0)
            unlinkat(dirfd(d), f->d_name, 0);
    closedir(d);
}
