/** Tests of {@link io.framelog.publisher.mjpeg}. */
@NullMarked
package io.framelog.publisher.mjpeg;

import org.jspecify.annotations.NullMarked;
