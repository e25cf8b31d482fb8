/* attr.h: the only place where compiler extensions are spelled out. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define GX_MUST_CHECK   __attribute__((warn_unused_result))
#define GX_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define GX_NORETURN     __attribute__((noreturn))
#define GX_UNUSED       __attribute__((unused))

#define GX_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
