/** Tests. */
@NullMarked
package io.framelog.ffmpeg;

import org.jspecify.annotations.NullMarked;
