/* replay.c: runs a fuzz target over the files of a folder, with any compiler, in every test run.
 * What the target does wrong, a sanitizer or a BUG_IF tells; the last name printed is the culprit. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The bytes stand at the very end of their allocation, so that reading past them is found. */
static int run_file(const char *path) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) return -1;
    uint8_t *data = NULL;
    long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    int failed = size < 0 || fseek(f, 0, SEEK_SET) != 0;
    if (!failed) {
        data = malloc((size_t)size);
        failed = fread(data, 1, (size_t)size, f) != (size_t)size;
    }
    fclose(f);
    if (!failed) LLVMFuzzerTestOneInput(data, (size_t)size);
    free(data);
    return failed ? -1 : 0;
}

int main(int argc, char **argv) {
    int passed = 0, failed = 0;
    for (int i = 1; i < argc; i++) {
        DIR *d = opendir(argv[i]);
        struct dirent *entry;
        while (d != NULL && (entry = readdir(d)) != NULL) {
            char path[4096];
            if (entry->d_name[0] == '.') continue;
            snprintf(path, sizeof(path), "%s/%s", argv[i], entry->d_name);
            printf("%s\n", path);
            fflush(stdout);
            if (run_file(path) == 0)
                passed++;
            else
                failed++;
        }
        if (d != NULL) closedir(d);
    }
    printf("%d passed, %d failed\n", passed, failed);
    return passed == 0 || failed > 0;
}
