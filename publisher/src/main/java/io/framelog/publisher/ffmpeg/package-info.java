/** FFmpeg's C interface, as far as the publisher needs it, made safe to close and to interrupt. */
@NullMarked
package io.framelog.publisher.ffmpeg;

import org.jspecify.annotations.NullMarked;
