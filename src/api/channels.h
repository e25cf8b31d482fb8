/* channels.h: channels of publication as requests name them. */
#ifndef API_CHANNELS_H
#define API_CHANNELS_H

#include "http/input.h"

extern const struct input_word channel_words[];

#endif
