/* thread.h: what a thread tells the scheduler about itself. */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

/* This thread works for moments only and many wait for it: it asks for a short slice, so that a kernel that knows of
 * slices (Linux 6.12 and later) runs it as soon as it wakes, without a greater share. Others ignore it. */
void thread_be_prompt(void);

#endif
