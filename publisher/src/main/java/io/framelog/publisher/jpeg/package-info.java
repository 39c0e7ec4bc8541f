/** Checks and repairs JPEGs without decoding them. */
@NullMarked
package io.framelog.publisher.jpeg;

import org.jspecify.annotations.NullMarked;
