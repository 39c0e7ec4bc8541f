/** What tests of other modules use, too. */
@NullMarked
package io.framelog.ffmpeg.testing;

import org.jspecify.annotations.NullMarked;
