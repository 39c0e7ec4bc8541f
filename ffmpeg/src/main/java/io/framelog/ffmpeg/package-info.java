/** The parts of FFmpeg that the services need, made safe to close and to interrupt. */
@NullMarked
package io.framelog.ffmpeg;

import org.jspecify.annotations.NullMarked;
