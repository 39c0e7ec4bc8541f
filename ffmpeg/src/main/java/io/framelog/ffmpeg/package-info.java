/** FFmpeg's C interface, as far as the services need it, made safe to close and to interrupt. */
@NullMarked
package io.framelog.ffmpeg;

import org.jspecify.annotations.NullMarked;
