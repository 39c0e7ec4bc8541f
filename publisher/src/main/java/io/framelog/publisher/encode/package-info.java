/** From a picture to a frame: passed through, or encoded; placed in time. */
@NullMarked
package io.framelog.publisher.encode;

import org.jspecify.annotations.NullMarked;
