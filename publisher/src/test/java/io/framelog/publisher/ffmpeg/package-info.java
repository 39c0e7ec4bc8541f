/** Tests. */
@NullMarked
package io.framelog.publisher.ffmpeg;

import org.jspecify.annotations.NullMarked;
