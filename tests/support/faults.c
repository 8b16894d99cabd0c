/* Preloaded into a process: counts its calls that change, open, list or read files under one folder, and at the n-th of them the process
 * is killed, dies in the middle of the write, or gets an error instead. Counters are shared with forked children. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { OPEN = 1, WRITE = 2, SYNC = 4, MOVE = 8, REMOVE = 16, MAKE = 32, MODE = 64, READ = 128 };
enum { KILL = -1, HALF = -2 };

static struct state { long count, hits, at; int what, kinds, sticky, armed; char root[PATH_MAX]; } *state;

__attribute__((constructor)) static void begin(void) {
    state = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

/* From now on: at the `at`-th call of `kinds` below `root` (0: only count), and with `sticky` at all that follow, `what`:
 * an error's number, KILL or HALF. */
void faults_arm(const char *root, long at, int what, int kinds, int sticky) {
    state->count = state->hits = 0;
    state->at = at, state->what = what, state->kinds = kinds, state->sticky = sticky;
    strncpy(state->root, root, PATH_MAX - 1);
    state->armed = 1;
}
void faults_disarm(void) { state->armed = 0; }
long faults_count(void) { return state->count; }
long faults_hits(void) { return state->hits; }

static int below(const char *path) {
    size_t length = strlen(state->root);
    return strncmp(path, state->root, length) == 0 && (path[length] == '/' || path[length] == 0);
}
static int fd_below(int fd) {
    char name[64], path[PATH_MAX];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(name, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return below(path);
}
static int at_below(int fd, const char *path) {
    char here[PATH_MAX];
    if (!path) return 0;
    if (path[0] == '/') return below(path);
    if (fd != AT_FDCWD) return fd_below(fd);
    return getcwd(here, sizeof here) && below(here);
}
/* Whether the call is to fail now; errno is set. */
static int struck(int kind, int inside) {
    if (!state || !state->armed || !inside || !(state->kinds & kind)) return 0;
    long now = __sync_add_and_fetch(&state->count, 1);
    if (!state->at || now < state->at || (now > state->at && !state->sticky)) return 0;
    __sync_add_and_fetch(&state->hits, 1);
    if (state->what == KILL) { kill(getpid(), SIGKILL); pause(); }
    if (state->what == HALF) return kind == WRITE ? 2 : (kill(getpid(), SIGKILL), 1);
    errno = state->what;
    return 1;
}
#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define OPENS(name) int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (struck(OPEN, at_below(AT_FDCWD, path))) return -1; return real(path, flags, mode); }
OPENS(open)
OPENS(open64)
#define OPENATS(name) int name(int fd, const char *path, int flags, ...) { \
    REAL(int, #name, int, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t mode = va_arg(list, mode_t); va_end(list); \
    if (struck(OPEN, at_below(fd, path))) return -1; return real(fd, path, flags, mode); }
OPENATS(openat)
OPENATS(openat64)

DIR *opendir(const char *path) {
    REAL(DIR *, "opendir", const char *);
    return struck(OPEN, at_below(AT_FDCWD, path)) ? NULL : real(path);
}
ssize_t read(int fd, void *data, size_t size) {
    REAL(ssize_t, "read", int, void *, size_t);
    return state && state->armed && (state->kinds & READ) && struck(READ, fd_below(fd)) ? -1 : real(fd, data, size);
}
ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    int hit = state && state->armed ? struck(WRITE, fd_below(fd)) : 0;
    if (hit == 2) { real(fd, data, size / 2); kill(getpid(), SIGKILL); pause(); }
    return hit ? -1 : real(fd, data, size);
}
#define SYNCS(name) int name(int fd) { REAL(int, #name, int); return struck(SYNC, fd_below(fd)) ? -1 : real(fd); }
SYNCS(fsync)
SYNCS(fdatasync)
int ftruncate(int fd, off_t size) { REAL(int, "ftruncate", int, off_t); return struck(WRITE, fd_below(fd)) ? -1 : real(fd, size); }
ssize_t sendfile(int out, int in, off_t *offset, size_t size) {
    REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
    return struck(WRITE, fd_below(out)) ? -1 : real(out, in, offset, size);
}
int rename(const char *a, const char *b) {
    REAL(int, "rename", const char *, const char *);
    return struck(MOVE, at_below(AT_FDCWD, b)) ? -1 : real(a, b);
}
int renameat(int f, const char *a, int g, const char *b) {
    REAL(int, "renameat", int, const char *, int, const char *);
    return struck(MOVE, at_below(g, b)) ? -1 : real(f, a, g, b);
}
int renameat2(int f, const char *a, int g, const char *b, unsigned flags) {
    REAL(int, "renameat2", int, const char *, int, const char *, unsigned);
    return struck(MOVE, at_below(g, b)) ? -1 : real(f, a, g, b, flags);
}
int link(const char *a, const char *b) {
    REAL(int, "link", const char *, const char *);
    return struck(MAKE, at_below(AT_FDCWD, b)) ? -1 : real(a, b);
}
int linkat(int f, const char *a, int g, const char *b, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    return struck(MAKE, at_below(g, b)) ? -1 : real(f, a, g, b, flags);
}
int symlink(const char *a, const char *b) {
    REAL(int, "symlink", const char *, const char *);
    return struck(MAKE, at_below(AT_FDCWD, b)) ? -1 : real(a, b);
}
int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    return struck(MAKE, at_below(AT_FDCWD, path)) ? -1 : real(path, mode);
}
int mkdirat(int fd, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    return struck(MAKE, at_below(fd, path)) ? -1 : real(fd, path, mode);
}
int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    return struck(REMOVE, at_below(AT_FDCWD, path)) ? -1 : real(path);
}
int unlinkat(int fd, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    return struck(REMOVE, at_below(fd, path)) ? -1 : real(fd, path, flags);
}
int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    return struck(REMOVE, at_below(AT_FDCWD, path)) ? -1 : real(path);
}
int chmod(const char *path, mode_t mode) {
    REAL(int, "chmod", const char *, mode_t);
    return struck(MODE, at_below(AT_FDCWD, path)) ? -1 : real(path, mode);
}
int fchmod(int fd, mode_t mode) { REAL(int, "fchmod", int, mode_t); return struck(MODE, fd_below(fd)) ? -1 : real(fd, mode); }
