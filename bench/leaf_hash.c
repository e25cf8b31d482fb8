/* leaf_hash: what reading and hashing the ledgers' entries takes without checking anything.
 *
 *     leaf_hash sqlite FILE.db…          facts.db and the looks' months
 *     leaf_hash postgres CONNECTION
 *
 * Reads every entry in the order the verifier does and makes SHA-256(0x00 || leaf) of it, then every content and
 * SHA-256(0x02 || salt || content): the bytes that gongxin-verify hashes. Prints "SECONDS ENTRIES CONTENTS BYTES".
 * Nothing of gongxin is linked. */
#include <libpq-fe.h>
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
    EVP_MD_CTX *md;
    EVP_MD *sha256;
    size_t entries, contents, bytes;
    unsigned char sum; /* of the digests: so that none is left out */
} work;

static _Noreturn void die(const char *what, const char *why) {
    fprintf(stderr, "leaf_hash: %s: %s\n", what, why);
    exit(1);
}

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void hash(unsigned char kind, const void *salt, size_t salt_n, const void *p, size_t n) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size;
    if (!EVP_DigestInit_ex(work.md, work.sha256, NULL) || !EVP_DigestUpdate(work.md, &kind, 1) ||
        !EVP_DigestUpdate(work.md, salt, salt_n) || !EVP_DigestUpdate(work.md, p, n) ||
        !EVP_DigestFinal_ex(work.md, digest, &size))
        die("sha256", "failed");
    work.sum ^= digest[0];
    work.bytes += salt_n + n;
}

static void take_entry(const void *leaf, size_t n) {
    hash(0, "", 0, leaf, n);
    work.entries++;
}

static void take_content(const void *salt, size_t salt_n, const void *p, size_t n) {
    hash(2, salt, salt_n, p, n);
    work.contents++;
}

#define FACTS_LEAVES "select leaf from ledger_entry order by entry_id"
#define LOOKS_LEAVES "select leaf from looks_entry order by month, entry_id"
#define CONTENTS     "select salt, payload from record_version where payload is not null"

/* --- SQLite --- */

static void sqlite_file(const char *path) {
    sqlite3 *db;
    sqlite3_stmt *st;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        die(path, sqlite3_errmsg(db));
    sqlite3_exec(db, "pragma cache_size=-8192", NULL, NULL, NULL);
    int facts = sqlite3_prepare_v2(db, FACTS_LEAVES, -1, &st, NULL) == SQLITE_OK;
    if (!facts && sqlite3_prepare_v2(db, LOOKS_LEAVES, -1, &st, NULL) != SQLITE_OK)
        die(path, sqlite3_errmsg(db));
    while (sqlite3_step(st) == SQLITE_ROW)
        take_entry(sqlite3_column_text(st, 0), (size_t)sqlite3_column_bytes(st, 0));
    sqlite3_finalize(st);
    if (facts) {
        if (sqlite3_prepare_v2(db, CONTENTS, -1, &st, NULL) != SQLITE_OK)
            die(path, sqlite3_errmsg(db));
        while (sqlite3_step(st) == SQLITE_ROW)
            take_content(sqlite3_column_blob(st, 0), (size_t)sqlite3_column_bytes(st, 0),
                         sqlite3_column_text(st, 1), (size_t)sqlite3_column_bytes(st, 1));
        sqlite3_finalize(st);
    }
    sqlite3_close(db);
}

/* --- PostgreSQL --- */

static void pg_query(PGconn *pg, const char *sql, int contents) {
    if (!PQsendQueryParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1) || !PQsetSingleRowMode(pg))
        die(sql, PQerrorMessage(pg));
    for (PGresult *res; (res = PQgetResult(pg)) != NULL; PQclear(res)) {
        ExecStatusType status = PQresultStatus(res);
        if (status == PGRES_TUPLES_OK) continue; /* the end */
        if (status != PGRES_SINGLE_TUPLE) die(sql, PQerrorMessage(pg));
        if (contents)
            take_content(PQgetvalue(res, 0, 0), (size_t)PQgetlength(res, 0, 0),
                         PQgetvalue(res, 0, 1), (size_t)PQgetlength(res, 0, 1));
        else
            take_entry(PQgetvalue(res, 0, 0), (size_t)PQgetlength(res, 0, 0));
    }
}

static void pg_main(const char *url) {
    PGconn *pg = PQconnectdb(url);
    if (PQstatus(pg) != CONNECTION_OK) die(url, PQerrorMessage(pg));
    pg_query(pg, FACTS_LEAVES, 0);
    pg_query(pg, CONTENTS, 1);
    pg_query(pg, LOOKS_LEAVES, 0);
    PQfinish(pg);
}

int main(int argc, char **argv) {
    if (argc < 3 || (strcmp(argv[1], "sqlite") && strcmp(argv[1], "postgres"))) {
        fprintf(stderr, "usage: leaf_hash sqlite FILE… | postgres CONNECTION\n");
        return 2;
    }
    work.md = EVP_MD_CTX_new();
    work.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (!work.md || !work.sha256) die("sha256", "not there");
    double began = seconds();
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[1], "sqlite") == 0)
            sqlite_file(argv[i]);
        else
            pg_main(argv[i]);
    }
    printf("%.3f %zu %zu %zu\n", seconds() - began, work.entries, work.contents, work.bytes);
    return work.sum == 0 && work.entries == 0;
}
